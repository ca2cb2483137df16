import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMinorUnits, isTooLarge, LARGEST_AMOUNT, parseMinorUnits } from './minor-units.ts';

const anyAmount = fc.bigInt({ min: -LARGEST_AMOUNT, max: LARGEST_AMOUNT });
const anyCurrency = fc.constantFrom('USD', 'JPY', 'KWD', 'CLF');

function parsed(input: number | string, currency: string): bigint | string {
  const result = parseMinorUnits(input, currency);
  return result.ok ? result.value : result.reason;
}

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
    expect(() => parseMinorUnits('1', 'ZZZ')).toThrow(RangeError);
  });
});

describe('reading money', () => {
  it.each([
    ['250.00', 'USD', 25_000n],
    ['250', 'USD', 25_000n],
    ['-.05', 'USD', -5n],
    ['1.500', 'USD', 150n],
    [3.3000000000000003, 'USD', 330n],
    [-0.07, 'USD', -7n],
    ['250', 'JPY', 250n],
    ['250.0', 'JPY', 250n],
    ['1.001', 'KWD', 1_001n],
    ['100000000000.00', 'USD', LARGEST_AMOUNT],
    [1e13, 'JPY', LARGEST_AMOUNT],
  ])('reads %j of %s', (input, currency, value) => {
    expect(parsed(input, currency)).toBe(value);
  });

  it.each([
    ['0.005', 'USD'],
    [0.005, 'USD'],
    [1.000001, 'USD'],
    ['1.5', 'JPY'],
    [1.5, 'JPY'],
    ['1.0001', 'KWD'],
    ['1.0000001', 'CLF'],
    ['1.0000000', 'USD'],
  ])('refuses %j of %s: the currency has no such digits', (input, currency) => {
    expect(parsed(input, currency)).toBe('too_many_decimals');
  });

  it('refuses what is no number, and what is past the largest amount', () => {
    for (const input of ['', '.', '1e3', '1 000', Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(parsed(input, 'USD')).toBe('not_a_number');
    }
    for (const input of ['100000000000.01', -100000000000.01, 1e300, '9'.repeat(1_000_000)]) {
      expect(parsed(input, 'USD')).toBe('too_large');
    }
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, (amount, currency) => {
        expect(parsed(formatMinorUnits(amount, currency), currency)).toBe(amount);
      }),
    );
  });

  it('reads back as a JSON number what it wrote', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, (amount, currency) => {
        expect(parsed(Number(formatMinorUnits(amount, currency)), currency)).toBe(amount);
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
