import { z } from 'zod';
import { addition, date, integer, report } from '../http/fields.ts';
import type { Rule } from '../http/rules.ts';
import { RECURRENCE_PATTERNS, type RecurrencePattern } from './schedule.ts';

/** A map, since an object also has words that nobody gave it (`constructor`). */
const ALIASES: ReadonlyMap<string, RecurrencePattern> = new Map([
  ['fortnightly', 'biweekly'],
  ['annual', 'yearly'],
  ['annually', 'yearly'],
]);
const WORDS = `${RECURRENCE_PATTERNS.slice(0, -1).join(', ')} or ${RECURRENCE_PATTERNS.at(-1)}`;

/** How often: one of the patterns, in any case and spelling (`bi-weekly`), or a common word for one of them. */
export function recurrencePattern() {
  return z
    .string()
    .transform((value, context): RecurrencePattern => {
      const word = value.toLowerCase().replaceAll(/[\s_-]/g, '');
      const pattern = ALIASES.get(word) ?? RECURRENCE_PATTERNS.find((one) => one === word);
      if (pattern) return pattern;
      report(context, 'INVALID_ENUM', `must be ${WORDS}`);
      return z.NEVER;
    })
    .meta({ enum: [...RECURRENCE_PATTERNS] })
    .describe(`How often: ${WORDS}.`);
}

/** Every so many steps of the pattern. */
export function recurrenceInterval() {
  return integer(1, 1000).describe('Every so many steps of the pattern; 1 when left out.');
}

/**
 * How long before its date a run is made.
 *
 * @param made what a run makes
 */
export function inAdvanceCreationDays(made = 'document') {
  return integer(0, 365).describe(`How many days before its date each ${made} is made; 0 when left out.`);
}

/**
 * When a schedule ends.
 *
 * @param made what a run makes, and several of them
 */
export function recurrenceEnd(made: string, several: string) {
  return {
    recurrenceEndDate: date()
      .nullish()
      .describe(`The last date on which ${made} may fall; without end when left out.`)
      .meta(addition()),
    recurrenceCount: integer(1, 10_000)
      .nullish()
      .describe(`How many ${several} are made at most; any number when left out.`)
      .meta(addition()),
  };
}

/** A schedule does not end before it begins. */
export const ENDS_AFTER_BEGIN: Rule = {
  path: 'recurrenceEndDate',
  code: 'INVALID_DATE',
  message: 'must be on or after `date`',
  holds: ({ date: first, recurrenceEndDate: last }) =>
    typeof first !== 'string' || typeof last !== 'string' || last >= first,
};
