/** The smallest, the middle and the largest of some numbers. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** @param part of the whole: 0.5 is the median, 0.99 what 99 of 100 do not exceed */
export function quantile(sorted: ArrayLike<number>, part: number): number {
  const place = Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1));
  return sorted[place] ?? Number.NaN;
}

/** The spread of what several rounds measured. */
export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const median = Number.isInteger(middle)
    ? (sorted[middle - 1]! + sorted[middle]!) / 2
    : sorted[Math.floor(middle)]!;
  return { min: sorted[0]!, median, max: sorted.at(-1)! };
}
