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

/**
 * The days from one accounting date to another; negative where that is earlier.
 *
 * @param from YYYY-MM-DD
 * @param to YYYY-MM-DD
 */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
