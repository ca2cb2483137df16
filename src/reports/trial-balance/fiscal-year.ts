/**
 * The first day of the fiscal year that a date lies in.
 *
 * @param date YYYY-MM-DD
 * @param startMonth 1 to 12, the month on whose first day the fiscal year begins
 */
export function startOfFiscalYear(date: string, startMonth: number): string {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const startYear = month >= startMonth ? year : year - 1;
  return `${String(startYear).padStart(4, '0')}-${String(startMonth).padStart(2, '0')}-01`;
}
