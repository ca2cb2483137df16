import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, HUNDRED, ONE } from '../money/index.ts';
import { computeDocument } from './compute-document.ts';
import { creditTaxes, type TaxedLine } from './credited-taxes.ts';
import {
  type ComputedDocument,
  containsTax,
  type DocumentToCompute,
  type LineTax,
  type LineToCompute,
  TAX_MODES,
  type TaxRounding,
} from './document.ts';
import { arrangeTaxes } from './tax-faults.ts';

const CENT = ONE / 100n;
const money = (cents: bigint | number) => (BigInt(cents) * CENT) as Decimal;
const percent = (text: string) =>
  ((HUNDRED * BigInt(Math.round(Number(text) * 10_000))) / 1_000_000n) as Decimal;
const tax = (id: string, percentage: string, more: Partial<LineTax> = {}): LineTax => ({
  id,
  name: id,
  percentage: percent(percentage),
  inclusive: false,
  compound: false,
  ...more,
});
const NONE = { type: 'amount', value: 0n as Decimal } as const;
const line = (cents: bigint | number, taxes: readonly LineTax[]): LineToCompute => ({
  quantity: ONE as Decimal,
  price: money(cents),
  discount: NONE,
  taxes,
});
const document = (taxRounding: TaxRounding, lines: readonly LineToCompute[]): DocumentToCompute => ({
  currency: 'USD',
  taxRounding,
  discount: NONE,
  lines,
});

const toTaxedLines = (given: DocumentToCompute, computed: ComputedDocument): TaxedLine[] =>
  computed.lines.map(({ subtotal, documentDiscount, total, taxes }, index) => ({
    billed: containsTax(given.lines[index]!) ? total : subtotal - documentDiscount,
    taxes,
  }));

/** An invoice, and memos of it one after the other, each computed on what those before it credited. */
function credit(invoice: DocumentToCompute, memos: readonly DocumentToCompute[]) {
  const charged = computeDocument(invoice);
  const credited: TaxedLine[] = [];
  const computed = memos.map((memo) => {
    const original = { taxRounding: invoice.taxRounding, lines: toTaxedLines(invoice, charged), credited };
    const whole = { ...memo, taxTotals: creditTaxes(memo, original) };
    const answer = computeDocument(whole);
    credited.push(...toTaxedLines(memo, answer));
    return answer;
  });
  return { charged, memos: computed };
}

const taxOf = (id: string, computed: Pick<ComputedDocument, 'lines'>) =>
  computed.lines
    .flatMap(({ taxes }) => taxes)
    .reduce((sum, one) => (one.id === id ? sum + one.amount : sum), 0n);

describe('the tax of a memo that names an invoice', () => {
  it('is the rounded tax of all that is credited so far, less what was credited before', () => {
    const vat = tax('vat', '8.25');
    const invoice = document('document', [line(9999, [vat])]);
    const third = document('document', [line(3333, [vat])]);
    const { charged, memos } = credit(invoice, [third, third, third]);
    expect(charged.tax).toBe(825n);
    // 2.749725, 5.49945 and 8.249175, each rounded: 2.75, 5.50, 8.25.
    expect(memos.map((memo) => memo.tax)).toEqual([275n, 275n, 275n]);
    const odd = document('document', [line(333, [vat])]);
    const parts = credit(document('document', [line(999, [vat])]), [odd, odd, odd]);
    // 0.274725, 0.54945, 0.824175: by themselves thrice 0.27, which is a cent less than the 0.82 that was charged.
    expect(parts.charged.tax).toBe(82n);
    expect(parts.memos.map((memo) => memo.tax)).toEqual([27n, 28n, 27n]);
  });

  it('ends where the invoice’s tax ends, whatever is credited beyond it', () => {
    const vat = tax('vat', '10');
    const { memos } = credit(document('document', [line(1000, [vat])]), [
      document('document', [line(900, [vat])]),
      document('document', [line(900, [vat])]),
      document('document', [line(900, [vat])]),
    ]);
    expect(memos.map((memo) => memo.tax)).toEqual([90n, 10n, 0n]);
  });

  it('is the share of what was charged where the invoice rounded each line by itself', () => {
    const vat = tax('vat', '10');
    // Thrice 0.035, each rounded to 0.04: on the sum it would have been 0.11.
    const { charged, memos } = credit(
      document(
        'line',
        [35, 35, 35].map((cents) => line(cents, [vat])),
      ),
      [document('line', [line(35, [vat])]), document('line', [line(70, [vat])])],
    );
    expect(charged.tax).toBe(12n);
    expect(memos.map((memo) => memo.tax)).toEqual([4n, 8n]);
  });

  it('is nothing of a tax that the invoice did not charge', () => {
    const memo = document('document', [line(500, [tax('other', '20')])]);
    expect(credit(document('document', [line(1000, [tax('vat', '10')])]), [memo]).memos[0]!.tax).toBe(0n);
  });

  const rate = fc.integer({ min: 0, max: 300_000 }).map((tenThousandths) => String(tenThousandths / 10_000));
  const drawn = fc.record({
    taxRounding: fc.constantFrom<TaxRounding>('document', 'line'),
    mode: fc.constantFrom(...TAX_MODES),
    rates: fc.tuple(rate, rate, rate),
    lines: fc.array(
      fc.record({
        cents: fc.bigInt(1n, 100_000n),
        taxes: fc.subarray([0, 1, 2], { minLength: 1 }),
        cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  });

  it('comes in four parts to exactly the invoice’s, to the cent, and never to more', () => {
    fc.assert(
      fc.property(drawn, ({ taxRounding, mode, rates, lines }) => {
        const all = [tax('a', rates[0]), tax('b', rates[1]), tax('c', rates[2], { compound: true })];
        const taxesOf = (chosen: readonly number[]) =>
          arrangeTaxes(
            chosen.map((index) => all[index]!),
            mode,
          );
        const invoice = document(
          taxRounding,
          lines.map(({ cents, taxes }) => line(cents, taxesOf(taxes))),
        );
        const parts = [0, 1, 2, 3].map((part) =>
          document(
            taxRounding,
            lines.map(({ cents, taxes, cuts }) => {
              const borders = [
                0n,
                ...cuts.map((cut) => (cents * BigInt(Math.round(cut * 1e6))) / 1_000_000n),
                cents,
              ];
              borders.sort((a, b) => (a < b ? -1 : 1));
              return line(borders[part + 1]! - borders[part]!, taxesOf(taxes));
            }),
          ),
        );
        const { charged, memos } = credit(invoice, parts);
        for (const { id } of all) {
          let soFar = 0n;
          for (const memo of memos) {
            const credited = taxOf(id, memo);
            expect(credited >= 0n).toBe(true);
            soFar += credited;
            expect(soFar <= taxOf(id, charged)).toBe(true);
          }
          expect(soFar).toBe(taxOf(id, charged));
        }
        expect(memos.reduce((sum, memo) => sum + memo.total, 0n)).toBe(charged.total);
      }),
      { numRuns: 500 },
    );
  });

  it('comes to the invoice’s also where prices with tax are credited by what they are without', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 1_000_000n), rate, fc.bigInt(0n, 100n), (gross, percentage, part) => {
        const vat = tax('vat', percentage);
        const invoice = document('document', [line(gross, [{ ...vat, inclusive: true }])]);
        const net = computeDocument(invoice).subtotal;
        const first = (net * part) / 100n;
        const memos = [first, net - first].map((cents) => document('document', [line(cents, [vat])]));
        const { charged, memos: credited } = credit(invoice, memos);
        expect(credited.reduce((sum, memo) => sum + memo.tax, 0n)).toBe(charged.tax);
      }),
    );
  });
});
