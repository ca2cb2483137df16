let last = 0;

/** Invoice numbers that no other invoice of this run has, all of one length. */
export function takeNumbers(count: number): string[] {
  const first = last + 1;
  last += count;
  return Array.from({ length: count }, (_, index) => `bench-${String(first + index).padStart(9, '0')}`);
}
