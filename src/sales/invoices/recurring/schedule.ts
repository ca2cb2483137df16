import { addDays } from '../../../platform/dates.ts';
import { LAST_DATE } from '../../../platform/http/fields.ts';

/** How often a template recurs (reference 4.7). */
export const RECURRENCE_PATTERNS = ['daily', 'weekly', 'biweekly', 'monthly', 'quarterly', 'yearly'] as const;
export type RecurrencePattern = (typeof RECURRENCE_PATTERNS)[number];

/** When the runs of a template fall. */
export interface Schedule {
  readonly pattern: RecurrencePattern;
  /** Every so many of the pattern's steps, 1 or more. */
  readonly interval: number;
  /** The date of the first run, YYYY-MM-DD: it decides the day of the month of all others. */
  readonly firstDate: string;
  /** The last date on which one may fall. */
  readonly lastDate: string | null;
  /** How many there are at most. */
  readonly mostRuns: number | null;
}

/** What stands next: how many intervals after the first run, and on which date. */
export interface Occurrence {
  readonly index: number;
  readonly date: string;
}

type Step = { readonly days: number } | { readonly months: number };

const STEPS: Readonly<Record<RecurrencePattern, Step>> = {
  daily: { days: 1 },
  weekly: { days: 7 },
  biweekly: { days: 14 },
  monthly: { months: 1 },
  quarterly: { months: 3 },
  yearly: { months: 12 },
};

/** A date some months later, on the same day of the month, or on its last where it is shorter: never in the next. */
function addMonths(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const count = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(count / 12), count % 12];
  const lastDay = new Date(Date.UTC(toYear, toMonth + 1, 0)).getUTCDate();
  return new Date(Date.UTC(toYear, toMonth, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

/**
 * The date of a run, reckoned from the first one, so that the 31st becomes the 28th in February and the 31st again in March.
 *
 * @param index how many intervals after the first run, 0 or more
 */
function dateOf({ pattern, interval, firstDate }: Schedule, index: number): string {
  const step = STEPS[pattern];
  const steps = interval * index;
  return 'days' in step ? addDays(firstDate, step.days * steps) : addMonths(firstDate, step.months * steps);
}

/** The run that is so many intervals after the first one; undefined past the end of the schedule. */
export function findOccurrence(schedule: Schedule, index: number, runCount: number): Occurrence | undefined {
  if (schedule.mostRuns !== null && runCount >= schedule.mostRuns) return undefined;
  const date = dateOf(schedule, index);
  const last = schedule.lastDate ?? LAST_DATE;
  return date <= last ? { index, date } : undefined;
}

/**
 * The first run from an index on that falls on a day or later; undefined where the schedule ends before.
 *
 * @param day YYYY-MM-DD
 */
export function findOccurrenceFrom(
  schedule: Schedule,
  index: number,
  day: string,
  runCount: number,
): Occurrence | undefined {
  let low = index;
  let high = index;
  // Dates only grow with the index: doubled until past the day, then halved in between.
  while (dateOf(schedule, high) < day) {
    low = high + 1;
    high = high * 2 + 1;
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (dateOf(schedule, middle) < day) low = middle + 1;
    else high = middle;
  }
  return findOccurrence(schedule, low, runCount);
}
