import { addDays } from '../../platform/dates.ts';
import { comparedPeriod, yearToDate } from '../profit-and-loss/comparison-periods.ts';
import type { Period } from '../profit-and-loss/profit-and-loss.store.ts';

const QUARTER = 3;

/** The first of the month that lies some months before that of a date; of its own month for 0. */
function firstOfMonth(date: string, monthsBefore = 0): string {
  const [year, month] = date.split('-').map(Number);
  return new Date(Date.UTC(year!, month! - 1 - monthsBefore, 1)).toISOString().slice(0, 10);
}

/** The day after which the twelve months begin that end on a date: of the 29th of February the 28th. */
function yearBefore(date: string): string {
  const before = comparedPeriod({ startDate: date, endDate: date }, 'previousYear');
  return before.startDate;
}

/**
 * The periods of the statistics, as of a day.
 *
 * @param today YYYY-MM-DD
 * @param fiscalYearStartMonth 1 to 12; quarters are those of the fiscal year
 */
export function statsPeriods(today: string, fiscalYearStartMonth: number) {
  const ytd = yearToDate(today, 'financial', fiscalYearStartMonth);
  const month = Number(today.slice(5, 7));
  const monthsIntoYear = (month - fiscalYearStartMonth + 12) % 12;
  const thisMonth = firstOfMonth(today);
  return {
    currentMonth: { startDate: thisMonth, endDate: today },
    currentQuarter: { startDate: firstOfMonth(today, monthsIntoYear % QUARTER), endDate: today },
    yearToDate: ytd,
    trailingTwelveMonths: { startDate: addDays(yearBefore(today), 1), endDate: today },
    priorYearSamePeriod: comparedPeriod(ytd, 'previousYear'),
    rollingThreeMonths: { startDate: firstOfMonth(today, QUARTER), endDate: addDays(thisMonth, -1) },
  } as const satisfies Readonly<Record<string, Period>>;
}
