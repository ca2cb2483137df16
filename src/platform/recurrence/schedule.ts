import { fieldError, invalidFields } from '../../errors.ts';
import { addDays } from '../dates.ts';
import { LAST_DATE } from '../http/fields.ts';

/** Runs that may lie in the past when a template begins: a mistyped year must not make a thousand documents. */
const MOST_PAST_RUNS = 366;

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

/** A schedule, and where it stands. */
export interface ScheduledRuns {
  readonly schedule: Schedule;
  /** How many days before its date each run is made. */
  readonly inAdvanceDays: number;
  readonly paused: boolean;
  /** How many intervals after the first date the next run falls, and on which date; null once it has ended. */
  readonly nextOccurrence: number;
  readonly nextDate: string | null;
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

/** How many intervals after the first run, from an index on, the first falls on a day or later; also past the schedule's end. */
function indexFrom(schedule: Schedule, index: number, day: string): number {
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
  return low;
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
  return findOccurrence(schedule, indexFrom(schedule, index, day), runCount);
}

/**
 * Where a changed schedule goes on: never on a date of which there was a run before. Another first date begins it anew.
 *
 * @param before the schedule as it was, and where it stood
 * @param resumedOn the day on which it goes on after a pause: dates that passed are left out, unless it begins anew
 * @returns the schedule as it becomes, and how many intervals after its first date the next run falls
 */
export function continueSchedule(
  before: ScheduledRuns & { readonly lastRun: { readonly date: string } | null },
  wanted: Schedule,
  resumedOn?: string,
): { readonly schedule: Schedule; readonly nextOccurrence: number } {
  const { pattern, interval, firstDate } = before.schedule;
  const startsAnew = wanted.firstDate !== firstDate;
  const isSameRhythm = wanted.pattern === pattern && wanted.interval === interval;
  const goOn = (schedule: Schedule, next: number) => ({
    schedule,
    nextOccurrence: resumedOn && !startsAnew ? indexFrom(schedule, next, resumedOn) : next,
  });
  if (isSameRhythm && !startsAnew) return goOn(wanted, before.nextOccurrence);
  const schedule = startsAnew ? wanted : { ...wanted, firstDate: before.nextDate ?? wanted.firstDate };
  return goOn(schedule, before.lastRun ? indexFrom(schedule, 0, addDays(before.lastRun.date, 1)) : 0);
}

/** The date of the run that stands next, where it is time for it; undefined where it is not. */
export function findDueDate(
  { nextDate, paused, inAdvanceDays }: ScheduledRuns,
  today: string,
): string | undefined {
  if (nextDate === null || paused) return undefined;
  return addDays(nextDate, -inAdvanceDays) <= today ? nextDate : undefined;
}

/**
 * Throws ApiError INVALID_DATE where too many runs lie in the past.
 *
 * @param made what the runs make, for the message
 */
export function refuseLongPast(
  schedule: Schedule,
  next: Occurrence,
  today: string,
  runCount: number,
  made = 'documents',
): void {
  const future = findOccurrenceFrom(schedule, next.index, today, runCount);
  if (!future || future.index - next.index <= MOST_PAST_RUNS) return;
  const predicate = `must be a date from which at most ${MOST_PAST_RUNS} ${made} lie in the past`;
  throw invalidFields([fieldError('date', 'INVALID_DATE', predicate)]);
}
