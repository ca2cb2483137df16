import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRoundedHalfAway, fraction } from '../../../test/support/fraction.ts';
import { divideRoundingHalfAway } from './divide.ts';

const anyInteger = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const smallInteger = fc.bigInt({ min: -60n, max: 60n });

describe('dividing', () => {
  it.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [5n, -2n, -3n],
    [-5n, -2n, 3n],
    [1n, 2n, 1n],
    [-1n, 2n, -1n],
    [1n, 3n, 0n],
    [-2n, 3n, -1n],
    [0n, -7n, 0n],
    [6n, 3n, 2n],
  ])('%d / %d is %d', (numerator, denominator, expected) => {
    expect(divideRoundingHalfAway(numerator, denominator)).toBe(expected);
  });

  it('gives the nearest integer, and of two the one further from zero', () => {
    const pairs = fc.oneof(fc.tuple(anyInteger, anyInteger), fc.tuple(smallInteger, smallInteger));
    fc.assert(
      fc.property(pairs, ([numerator, denominator]) => {
        fc.pre(denominator !== 0n);
        expectRoundedHalfAway(
          divideRoundingHalfAway(numerator, denominator),
          fraction(numerator, denominator),
        );
      }),
    );
  });

  it('is the same mirrored: the negative of a number rounds to the negative', () => {
    fc.assert(
      fc.property(anyInteger, fc.bigInt({ min: 1n, max: 10n ** 12n }), (numerator, denominator) => {
        const mirrored = -divideRoundingHalfAway(-numerator, denominator);
        expect(divideRoundingHalfAway(numerator, denominator)).toBe(mirrored);
      }),
    );
  });

  it('refuses to divide by zero', () => {
    expect(() => divideRoundingHalfAway(1n, 0n)).toThrow(RangeError);
  });
});
