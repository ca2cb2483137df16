import { expect } from 'vitest';

/** An exact rational number: what the code under test is held against. The denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Builds a fraction from any two integers but a denominator of 0. */
export function fraction(numerator: bigint, denominator: bigint): Fraction {
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
}

/** The exact product. */
export function multiply(left: Fraction, right: Fraction): Fraction {
  return fraction(left.numerator * right.numerator, left.denominator * right.denominator);
}

/** The exact sum. */
export function add(left: Fraction, right: Fraction): Fraction {
  const numerator = left.numerator * right.denominator + right.numerator * left.denominator;
  return fraction(numerator, left.denominator * right.denominator);
}

/** The exact difference, left - right. */
export function subtract(left: Fraction, right: Fraction): Fraction {
  const numerator = left.numerator * right.denominator - right.numerator * left.denominator;
  return fraction(numerator, left.denominator * right.denominator);
}

/** How far two fractions are apart: never negative. */
export function distance(left: Fraction, right: Fraction): Fraction {
  const difference = subtract(left, right);
  return difference.numerator < 0n ? subtract(right, left) : difference;
}

/** Whether left < right. */
export function isLess(left: Fraction, right: Fraction): boolean {
  return subtract(left, right).numerator < 0n;
}

const half = fraction(1n, 2n);

/** Holds a result against the rule itself: no integer is nearer; where two are as near, it is the one further from zero. */
export function expectRoundedHalfAway(result: bigint, exact: Fraction): void {
  const gap = distance(fraction(result, 1n), exact);
  expect(isLess(half, gap)).toBe(false);
  if (isLess(gap, half)) return;
  const zero = fraction(0n, 1n);
  expect(isLess(distance(exact, zero), distance(fraction(result, 1n), zero))).toBe(true);
}
