interface Share {
  readonly index: number;
  readonly floor: bigint;
  /** What the floor leaves off, in parts of the sum of weights: 0 <= rest < denominator. */
  readonly rest: bigint;
}

/**
 * Shares an amount over lines in proportion to their weights, to the last minor unit.
 *
 * Each line gets the floor of its exact share; the units left over go one each to the largest fractions, ties to the
 * earlier line. Computed on the positive total: a negative total gives the negation, so that a memo mirrors its invoice.
 * A line of weight 0 gets 0. Weights may be negative (a deduction among the lines) as long as their sum is positive.
 *
 * @param total in minor units
 * @param weights one a line, in any one unit
 * @returns one amount a line, in minor units; their sum is the total
 * @throws RangeError when the weights' sum is not positive: there is nothing to share over
 * Source: ledger.md 2, largest remainder.
 */
export function shareByLargestRemainder(total: bigint, weights: readonly bigint[]): bigint[] {
  if (total < 0n) return shareByLargestRemainder(-total, weights).map((amount) => -amount);
  const sum = weights.reduce((subtotal, weight) => subtotal + weight, 0n);
  if (sum <= 0n) throw new RangeError(`Weights to share by must have a positive sum, not ${sum}`);

  return roundToTotal(
    total,
    weights.map((weight) => total * weight),
    sum,
  );
}

/**
 * Rounds exact shares to whole minor units so that they add up to a total that was itself rounded from their sum: the
 * floor of each, the units left over one each to the largest fractions, ties to the earlier line. For taxes reckoned
 * per rate on the sum (EN 16931 BR-CO-17) and then told apart by line.
 *
 * @param total in minor units; within one unit a line of the exact sum
 * @param numerators the exact shares, as parts of the denominator; of any sign
 * @param denominator positive
 * @returns one amount a line, in minor units; their sum is the total
 * @throws RangeError when the total is too far from the sum of the shares
 */
export function roundToTotal(total: bigint, numerators: readonly bigint[], denominator: bigint): bigint[] {
  if (total < 0n) {
    const mirrored = numerators.map((numerator) => -numerator);
    return roundToTotal(-total, mirrored, denominator).map((amount) => -amount);
  }
  const shares = exactShares(numerators, denominator);
  const leftOver = leftOverOf(total, shares);
  if (leftOver < 0n || leftOver > BigInt(shares.length)) {
    throw new RangeError(`${total} is not the rounded sum of the shares: ${leftOver} would be left over`);
  }
  return giveOut(leftOver, shares);
}

/**
 * Rounds exact shares so that they add up to a total that may be some units more than one a line off their sum, because
 * it is what other roundings left: as `roundToTotal`, but what is left over goes to all lines alike before the largest
 * fractions have the last of it. For the income lines of a document that is converted into another currency.
 *
 * @returns one amount a line, in minor units; their sum is the total
 * @throws RangeError when there is no line
 */
export function spreadToTotal(total: bigint, numerators: readonly bigint[], denominator: bigint): bigint[] {
  if (numerators.length === 0) throw new RangeError('There is no line to spread a total over');
  const shares = exactShares(numerators, denominator);
  return giveOut(leftOverOf(total, shares), shares);
}

function leftOverOf(total: bigint, shares: readonly Share[]): bigint {
  return total - shares.reduce((subtotal, { floor }) => subtotal + floor, 0n);
}

/** Adds as many units to all shares as all can have, and one more to the largest fractions. */
function giveOut(leftOver: bigint, shares: readonly Share[]): bigint[] {
  const count = BigInt(shares.length);
  const remainder = ((leftOver % count) + count) % count;
  const each = (leftOver - remainder) / count;
  const amounts = shares.map(({ floor }) => floor + each);
  for (const { index } of shares.toSorted(largestRestFirst).slice(0, Number(remainder)))
    amounts[index]! += 1n;
  return amounts;
}

function exactShares(numerators: readonly bigint[], denominator: bigint): Share[] {
  return numerators.map((numerator, index) => exactShare(numerator, denominator, index));
}

/** The floor of numerator / denominator, which BigInt division is not below zero. */
function exactShare(numerator: bigint, denominator: bigint, index: number): Share {
  const remainder = numerator % denominator;
  const rest = remainder < 0n ? remainder + denominator : remainder;
  return { index, floor: (numerator - rest) / denominator, rest };
}

function largestRestFirst(left: Share, right: Share): number {
  if (left.rest !== right.rest) return left.rest > right.rest ? -1 : 1;
  return left.index - right.index;
}
