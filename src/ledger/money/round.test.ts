import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRoundedHalfAway, fraction, multiply } from '../../../test/support/fraction.ts';
import { minorUnitDigits } from './currency.ts';
import type { Decimal } from './decimal.ts';
import { multiplyToMinorUnits, percentOf } from './round.ts';

const anyDecimal = fc
  .bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n })
  .map((n) => n as Decimal);
const anyAmount = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n });
const anyCurrency = fc.constantFrom('USD', 'JPY', 'KWD', 'CLF');

describe('quantity times price', () => {
  it('rounds once, to the digits of the currency', () => {
    const quantity = 1_500_000n as Decimal;
    const price = 3_330_000n as Decimal;
    expect(multiplyToMinorUnits(quantity, price, 'USD')).toBe(500n);
    expect(multiplyToMinorUnits(quantity, price, 'JPY')).toBe(5n);
    expect(multiplyToMinorUnits(quantity, price, 'KWD')).toBe(4_995n);
    expect(multiplyToMinorUnits(quantity, -price as Decimal, 'USD')).toBe(-500n);
  });

  it('is the exact product, rounded half away from zero', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, anyCurrency, (quantity, price, currency) => {
        const minorUnits = 10n ** BigInt(minorUnitDigits(currency));
        const exact = multiply(fraction(quantity, 1_000_000n), fraction(price * minorUnits, 1_000_000n));
        expectRoundedHalfAway(multiplyToMinorUnits(quantity, price, currency), exact);
      }),
    );
  });

  it('refuses an unknown currency', () => {
    expect(() => multiplyToMinorUnits(1n as Decimal, 1n as Decimal, 'ZZZ')).toThrow(RangeError);
  });
});

describe('a percentage of an amount', () => {
  it('rounds half a cent away from zero', () => {
    expect(percentOf(1_000n, 8_250_000n as Decimal)).toBe(83n);
    expect(percentOf(-1_000n, 8_250_000n as Decimal)).toBe(-83n);
    expect(percentOf(9_999n, 100_000_000n as Decimal)).toBe(9_999n);
  });

  it('is the exact percentage, rounded half away from zero', () => {
    fc.assert(
      fc.property(anyAmount, anyDecimal, (amount, percentage) => {
        expectRoundedHalfAway(percentOf(amount, percentage), fraction(amount * percentage, 100_000_000n));
      }),
    );
  });
});
