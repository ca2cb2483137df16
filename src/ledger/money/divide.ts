/**
 * The quotient as the nearest integer, halves away from zero: 5/2 is 3, -5/2 is -3.
 *
 * @throws RangeError when the denominator is 0
 * Source: ledger.md 2.
 */
export function divideRoundingHalfAway(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new RangeError('Division by zero');
  // BigInt division cuts toward zero; what is cut off decides about one step away from it.
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  if (2n * absolute(remainder) < absolute(denominator)) return quotient;
  return numerator < 0n === denominator < 0n ? quotient + 1n : quotient - 1n;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
