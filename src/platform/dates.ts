/**
 * An accounting date some days later, or earlier where `days` is negative.
 *
 * @param date YYYY-MM-DD
 * @returns YYYY-MM-DD
 */
export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}
