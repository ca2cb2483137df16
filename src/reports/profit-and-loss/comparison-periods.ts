import { addDays, daysBetween } from '../../platform/dates.ts';
import { oneOf } from '../../platform/http/fields.ts';
import { startOfFiscalYear } from '../trial-balance/fiscal-year.ts';
import type { Period } from './profit-and-loss.store.ts';

export const COMPARISONS = ['previousPeriod', 'previousYear'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What a report compares with where that is asked for. */
export const comparisonField = () =>
  oneOf(COMPARISONS).optional().describe('Adds the period before, or the same days of the year before.');

/** What a statement may stand beside: nothing only where that is asked for. */
export const STATEMENT_COMPARISONS = [...COMPARISONS, 'none'] as const;
export type StatementComparison = (typeof STATEMENT_COMPARISONS)[number];

const COLUMN_NAMES: Readonly<Record<Comparison, string>> = {
  previousPeriod: 'Previous period',
  previousYear: 'Previous year',
};

/** A day one year earlier; of the 29th of February the 28th. */
function yearBefore(date: string): string {
  const year = String(Number(date.slice(0, 4)) - 1).padStart(4, '0');
  return date.endsWith('-02-29') ? `${year}-02-28` : `${year}${date.slice(4)}`;
}

const isFirstOfMonth = (date: string) => date.endsWith('-01');
const isLastOfMonth = (date: string) => isFirstOfMonth(addDays(date, 1));

/** How many months lie from one first of a month to another. */
function monthsBetween(first: string, next: string): number {
  const months = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return months(next) - months(first);
}

function addMonths(first: string, months: number): string {
  const count = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`;
}

/**
 * The period that another is compared with: of as many whole months before one of whole months, else of as many days
 * before; or the same days of the year before.
 */
export function comparedPeriod({ startDate, endDate }: Period, comparison: Comparison): Period {
  if (comparison === 'previousYear') {
    // A period that ends with February ends with February, leap year or not.
    const end = isLastOfMonth(endDate)
      ? addDays(`${yearBefore(addDays(endDate, 1))}`, -1)
      : yearBefore(endDate);
    return { startDate: yearBefore(startDate), endDate: end };
  }
  const before = addDays(startDate, -1);
  if (isFirstOfMonth(startDate) && isLastOfMonth(endDate)) {
    return {
      startDate: addMonths(startDate, -monthsBetween(startDate, addDays(endDate, 1))),
      endDate: before,
    };
  }
  return { startDate: addDays(before, -daysBetween(startDate, endDate)), endDate: before };
}

/** The comparative column of a statement of a period: what stands over it, and its days; null where there is none. */
export function comparativeOf(
  period: Period,
  comparison: StatementComparison,
): (Period & { name: string }) | null {
  if (comparison === 'none') return null;
  return { name: COLUMN_NAMES[comparison], ...comparedPeriod(period, comparison) };
}

/** From the first day of the year that a date lies in to that date. */
export function yearToDate(
  endDate: string,
  year: 'financial' | 'calendar',
  fiscalYearStartMonth: number,
): Period {
  return { startDate: startOfFiscalYear(endDate, year === 'calendar' ? 1 : fiscalYearStartMonth), endDate };
}
