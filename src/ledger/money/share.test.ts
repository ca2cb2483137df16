import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fraction, fraction, isLess, subtract } from '../../../test/support/fraction.ts';
import { shareByLargestRemainder } from './share.ts';

const anyTotal = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 13n }), fc.bigInt({ min: 0n, max: 30n }));
// Few different weights, so that ties and zeros are common.
const anyWeight = fc.oneof(fc.bigInt({ min: -3n, max: 5n }), fc.bigInt({ min: 0n, max: 10n ** 13n }));
const anyWeights = fc
  .array(anyWeight, { minLength: 1, maxLength: 12 })
  .filter((weights) => sumOf(weights) > 0n);

function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((subtotal, value) => subtotal + value, 0n);
}

/** What each line was given above its exact share; below 0 for a line that was given its floor. */
function excesses(total: bigint, weights: readonly bigint[], amounts: readonly bigint[]): Fraction[] {
  return amounts.map((amount, index) =>
    subtract(fraction(amount, 1n), fraction(total * weights[index]!, sumOf(weights))),
  );
}

describe('sharing by largest remainder', () => {
  it.each([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [200n, [1n, 1n, 1n], [67n, 67n, 66n]],
    [10n, [3n, 3n, 1n], [4n, 4n, 2n]],
    [5n, [1n, 0n, 1n], [3n, 0n, 2n]],
    [-100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
    [0n, [1n, 2n], [0n, 0n]],
    [7n, [0n, 4n], [0n, 7n]],
    [50n, [150n, -50n], [75n, -25n]],
    [33n, [150n, -50n], [50n, -17n]],
  ])('shares %d over %s as %s', (total, weights, expected) => {
    expect(shareByLargestRemainder(total, weights)).toEqual(expected);
  });

  it('gives away the total, no more and no less', () => {
    fc.assert(
      fc.property(anyTotal, anyWeights, (total, weights) => {
        expect(sumOf(shareByLargestRemainder(total, weights))).toBe(total);
      }),
    );
  });

  it('gives each line the floor of its exact share, or one more', () => {
    fc.assert(
      fc.property(anyTotal, anyWeights, (total, weights) => {
        const amounts = shareByLargestRemainder(total, weights);
        for (const excess of excesses(total, weights, amounts)) {
          expect(isLess(fraction(-1n, 1n), excess)).toBe(true);
          expect(isLess(excess, fraction(1n, 1n))).toBe(true);
        }
      }),
    );
  });

  it('gives the units left over to the largest fractions, and of equal ones to the earlier line', () => {
    fc.assert(
      fc.property(anyTotal, anyWeights, (total, weights) => {
        const given = excesses(total, weights, shareByLargestRemainder(total, weights));
        const zero = fraction(0n, 1n);
        const one = fraction(1n, 1n);
        // A line's fraction is 1 - excess where it got one more, else -excess.
        const fractionOf = (excess: Fraction) => subtract(isLess(zero, excess) ? one : zero, excess);
        for (const [winner, winnerExcess] of given.entries()) {
          if (!isLess(zero, winnerExcess)) continue;
          for (const [loser, loserExcess] of given.entries()) {
            if (isLess(zero, loserExcess)) continue;
            expect(isLess(fractionOf(winnerExcess), fractionOf(loserExcess))).toBe(false);
            if (winner > loser) expect(isLess(fractionOf(loserExcess), fractionOf(winnerExcess))).toBe(true);
          }
        }
      }),
    );
  });

  it('gives nothing to a line of weight zero', () => {
    fc.assert(
      fc.property(anyTotal, anyWeights, (total, weights) => {
        const amounts = shareByLargestRemainder(total, weights);
        weights.forEach((weight, index) => {
          if (weight === 0n) expect(amounts[index]).toBe(0n);
        });
      }),
    );
  });

  it('mirrors a negative total', () => {
    fc.assert(
      fc.property(anyTotal, anyWeights, (total, weights) => {
        const mirrored = shareByLargestRemainder(-total, weights).map((amount) => -amount);
        expect(mirrored).toEqual(shareByLargestRemainder(total, weights));
      }),
    );
  });

  it.each([[[]], [[0n, 0n]], [[1n, -1n]], [[-1n]]])(
    'refuses the weights [%s]: nothing to share over',
    (weights) => {
      expect(() => shareByLargestRemainder(1n, weights)).toThrow(RangeError);
      expect(() => shareByLargestRemainder(-1n, weights)).toThrow(RangeError);
    },
  );
});
