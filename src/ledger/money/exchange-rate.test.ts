import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  convertToBase,
  type ExchangeRate,
  formatExchangeRate,
  parseExchangeRate,
  readStoredRate,
} from './exchange-rate.ts';
import { spreadToTotal } from './share.ts';

const rate = (text: string) => readStoredRate(text);

describe('an exchange rate', () => {
  it.each([
    ['1.0837', '1.0837'],
    [1.0837, '1.0837'],
    ['0.0000000001', '0.0000000001'],
    ['9999999999.9999999999', '9999999999.9999999999'],
    ['007.500', '7.5'],
    // 1 / 1.0837, as a program computes it: 16 decimals.
    [1 / 1.0837, '0.9227646027'],
  ])('is read from %j and written as %s', (given, written) => {
    const parsed = parseExchangeRate(given);
    expect(parsed.ok && formatExchangeRate(parsed.value)).toBe(written);
  });

  it.each([
    [0, 'too_small'],
    ['0.0', 'too_small'],
    [-1.1, 'too_small'],
    ['-1.1', 'too_small'],
    // Rounds to nothing.
    [1e-11, 'too_small'],
    ['1.00000000001', 'too_many_decimals'],
    ['10000000000', 'too_large'],
    [1e10, 'too_large'],
    ['1e3', 'not_a_number'],
    ['1,1', 'not_a_number'],
    ['', 'not_a_number'],
    [Number.NaN, 'not_a_number'],
  ])('is none in %j: %s', (given, reason) => {
    expect(parseExchangeRate(given)).toEqual({ ok: false, reason });
  });

  it('is the same when it is written and read again', () => {
    const anyRate = fc.bigInt({ min: 1n, max: 10n ** 20n - 1n });
    fc.assert(
      fc.property(anyRate, (units) => {
        expect(readStoredRate(formatExchangeRate(units as ExchangeRate))).toBe(units);
      }),
    );
  });
});

describe('converting', () => {
  it.each([
    // 100.00 EUR at 1.0837 are 108.37 USD.
    [10_000n, 'EUR', '1.0837', 'USD', 10_837n],
    // 33.33 EUR: 36.119721, rounded.
    [3_333n, 'EUR', '1.0837', 'USD', 3_612n],
    // 1,000 JPY, which has no decimals, at 0.00655 are 6.55 USD.
    [1_000n, 'JPY', '0.00655', 'USD', 655n],
    // 1.000 KWD, which has three, at 3.25 are 3.25 USD.
    [1_000n, 'KWD', '3.25', 'USD', 325n],
    // 0.005 KWD: 0.01625 USD.
    [5n, 'KWD', '3.25', 'USD', 2n],
    [10_000n, 'USD', '152.671', 'JPY', 15_267n],
    [10_000n, 'USD', '0.3075', 'KWD', 30_750n],
    // Halves go away from zero, whatever the sign.
    [1n, 'EUR', '1.5', 'USD', 2n],
    [-1n, 'EUR', '1.5', 'USD', -2n],
    [1n, 'JPY', '0.00004', 'USD', 0n],
  ])('%d minor units of %s at %s are %s %d', (amount, currency, text, baseCurrency, expected) => {
    expect(convertToBase(amount, { currency, rate: rate(text), baseCurrency })).toBe(expected);
  });
});

describe('spreading a total', () => {
  it.each([
    [10n, [9n, 9n, 9n], 3n, [4n, 3n, 3n]],
    // Exactly 3 each: one is taken away from two of them.
    [7n, [9n, 9n, 9n], 3n, [3n, 2n, 2n]],
    // Four units more than the floors, the largest fraction has the odd one.
    [14n, [10n, 11n, 12n], 3n, [4n, 5n, 5n]],
    [1n, [0n], 7n, [1n]],
  ])('%d over %s / %d gives %s', (total, numerators, denominator, expected) => {
    expect(spreadToTotal(total, numerators, denominator)).toEqual(expected);
  });

  it('gives away the total, and each line nearly its exact share', () => {
    const numerators = fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), {
      minLength: 1,
      maxLength: 10,
    });
    fc.assert(
      fc.property(numerators, fc.bigInt({ min: -6n, max: 6n }), (drawn, off) => {
        const denominator = 997n;
        const total = drawn.reduce((sum, numerator) => sum + numerator, 0n) / denominator + off;
        const amounts = spreadToTotal(total, drawn, denominator);
        expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(total);
        for (const [index, amount] of amounts.entries()) {
          const distance = amount * denominator - drawn[index]!;
          expect(distance < 9n * denominator && distance > -9n * denominator).toBe(true);
        }
      }),
    );
  });
});
