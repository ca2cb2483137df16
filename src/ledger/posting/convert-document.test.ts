import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertToBase, type ExchangeRate, readStoredRate } from '../money/index.ts';
import { convertDocument, type DocumentAmounts } from './convert-document.ts';

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

const euros = (rate: string) => ({ currency: 'EUR', rate: readStoredRate(rate), baseCurrency: 'USD' });

/** A document of these lines and taxes. */
const documentOf = (nets: readonly bigint[], taxes: readonly bigint[]): DocumentAmounts => ({
  total: sum(nets) + sum(taxes),
  nets,
  taxes,
});

describe('a document in another currency', () => {
  it.each([
    // 119.00 EUR: 128.9603, so 128.96; tax 19.00: 20.5903, so 20.59; the rest is the line's.
    ['1.0837', [10_000n], [1_900n], 12_896n, [10_837n], [2_059n]],
    // 10.00 EUR: 11.00. The lines are worth 3.663, 3.663 and 3.674: the odd cent goes to the largest fraction.
    ['1.1', [333n, 333n, 334n], [], 1_100n, [366n, 366n, 368n], []],
    // Two taxes of 0.05 come to 0.055 each, so 0.06 each: of the 1.21 that 1.10 are, 1.09 are left for a line worth 1.10.
    ['1.1', [100n], [5n, 5n], 121n, [109n], [6n, 6n]],
    // A deduction: 1,000.00 less 990.00. Each line stays near what it is worth.
    ['1.0837', [100_000n, -99_000n], [], 1_084n, [108_370n, -107_286n], []],
    // What was given for nothing gets nothing of what is left over.
    ['1.1', [0n, 100n], [5n, 5n], 121n, [0n, 109n], [6n, 6n]],
    // Nothing but tax: the goods were taken off again untaxed.
    ['1.1', [100n, -100n], [5n, 5n], 11n, [110n, -111n], [6n, 6n]],
    ['0.00004', [100n], [], 0n, [0n], []],
  ])(
    'at %s, lines %s and taxes %s come to %d, %s and %s',
    (rate, nets, taxes, total, baseNets, baseTaxes) => {
      expect(convertDocument(documentOf(nets, taxes), euros(rate))).toEqual({
        total,
        nets: baseNets,
        taxes: baseTaxes,
      });
    },
  );

  it('converts currencies without decimals, and with three', () => {
    const yen = { currency: 'JPY', rate: readStoredRate('0.00655'), baseCurrency: 'USD' };
    // 1,100 JPY are 7.205 USD, so 7.21; 100 of tax 0.655, so 0.66.
    expect(convertDocument(documentOf([1_000n], [100n]), yen)).toEqual({
      total: 721n,
      nets: [655n],
      taxes: [66n],
    });
    const dinar = { currency: 'KWD', rate: readStoredRate('489.5'), baseCurrency: 'JPY' };
    // 1.234 KWD are 604.043 JPY.
    expect(convertDocument(documentOf([1_000n, 234n], []), dinar)).toEqual({
      total: 604n,
      nets: [489n, 115n],
      taxes: [],
    });
  });

  const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'CLF');
  const amount = fc.bigInt({ min: 0n, max: 10n ** 9n });
  const net = fc.oneof(amount, amount, fc.bigInt({ min: -500n, max: 500n }), fc.constant(0n));

  it('adds up to what its total is worth, whatever the lines, taxes, rate and currencies', () => {
    const rates = fc.bigInt({ min: 1n, max: 10n ** 14n });
    fc.assert(
      fc.property(
        fc.array(net, { minLength: 1, maxLength: 12 }),
        fc.array(amount, { maxLength: 5 }),
        rates,
        currency,
        currency,
        (nets, taxes, rate, from, to) => {
          const document = documentOf(nets, taxes);
          fc.pre(document.total > 0n);
          const exchange = { currency: from, rate: rate as ExchangeRate, baseCurrency: to };
          const base = convertDocument(document, exchange);
          expect(base.total).toBe(convertToBase(document.total, exchange));
          expect(base.taxes).toEqual(taxes.map((tax) => convertToBase(tax, exchange)));
          expect(sum(base.nets) + sum(base.taxes)).toBe(base.total);
          for (const [index, converted] of base.nets.entries()) {
            const off = converted - convertToBase(nets[index]!, exchange);
            expect(off <= 8n && off >= -8n, `line ${index} is ${off} off`).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
