/** How long what is open has been due, in days; what is owed the other way is a credit, however old. */
export const AGES = [
  'notYetOverdue',
  'lessThanOrEqualTo30',
  'between31And60',
  'between61And90',
  'moreThan90',
  'credits',
] as const;
export type Age = (typeof AGES)[number];

/**
 * The age of a row of `openItemsAsOf` on a day, as an expression of SQL.
 *
 * @param item the alias of the row
 * @param day an expression of the day
 */
export function ageOf(item: string, day: string): string {
  const late = `${day}::date - ${item}.due_day`;
  return `CASE WHEN ${item}.amount < 0 OR (${item}.amount = 0 AND ${item}.base_amount < 0) THEN 'credits'
               WHEN ${late} <= 0 THEN 'notYetOverdue'
               WHEN ${late} <= 30 THEN 'lessThanOrEqualTo30'
               WHEN ${late} <= 60 THEN 'between31And60'
               WHEN ${late} <= 90 THEN 'between61And90'
               ELSE 'moreThan90' END`;
}

/** Adds amounts up by age; ages without any are zero. */
export function foldAges(
  rows: readonly { readonly age: Age; readonly amount: bigint }[],
): Record<Age, bigint> {
  const sums = Object.fromEntries(AGES.map((age) => [age, 0n])) as Record<Age, bigint>;
  for (const { age, amount } of rows) sums[age] += amount;
  return sums;
}
