import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMinorUnits, isTooLarge, LARGEST_AMOUNT } from './minor-units.ts';

const anyAmount = fc.bigInt({ min: -LARGEST_AMOUNT, max: LARGEST_AMOUNT });
const anyCurrency = fc.constantFrom('USD', 'JPY', 'KWD', 'CLF');

describe('writing money', () => {
  it.each([
    [25_000n, 'USD', '250.00'],
    [-5n, 'USD', '-0.05'],
    [0n, 'USD', '0.00'],
    [250n, 'JPY', '250'],
    [-250n, 'JPY', '-250'],
    [1_000n, 'KWD', '1.000'],
    [1n, 'CLF', '0.0001'],
    [LARGEST_AMOUNT, 'USD', '100000000000.00'],
  ])('writes %d minor units of %s as %s', (amount, currency, text) => {
    expect(formatMinorUnits(amount, currency)).toBe(text);
  });

  it('refuses an unknown currency', () => {
    expect(() => formatMinorUnits(1n, 'ZZZ')).toThrow(RangeError);
  });

  it('keeps every digit of every amount', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, (amount, currency) => {
        expect(BigInt(formatMinorUnits(amount, currency).replace('.', ''))).toBe(amount);
      }),
    );
  });
});

describe('the largest amount', () => {
  it('is allowed itself, of either sign, and nothing past it', () => {
    expect(isTooLarge(LARGEST_AMOUNT)).toBe(false);
    expect(isTooLarge(-LARGEST_AMOUNT)).toBe(false);
    expect(isTooLarge(LARGEST_AMOUNT + 1n)).toBe(true);
    expect(isTooLarge(-LARGEST_AMOUNT - 1n)).toBe(true);
  });
});
