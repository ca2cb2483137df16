import { z } from 'zod';
import { answered, isCalendarDate, report } from '../../../platform/http/fields.ts';

const MOST_DAYS = 3_660;

export const testClockSchema = z
  .object({
    sandbox: z
      .boolean()
      .describe('Whether the workspace was made as a sandbox: only then can its clock be moved.'),
    today: answered.date().describe('Today, as the workspace sees it.'),
    realToday: answered.date().describe('Today in the workspace’s time zone.'),
    daysAhead: z.int().describe('How many days the clock is ahead.'),
  })
  .meta({
    id: 'TestClock',
    description: 'The clock of a sandbox workspace. It moves "today" and nothing else.',
  });

export type TestClock = z.output<typeof testClockSchema>;

export const advanceTestClockBody = z.object({
  advance: z
    .union([z.number(), z.string()], { error: 'must be a number of days, or a date YYYY-MM-DD' })
    .transform((value, context): number | string => {
      if (isCalendarDate(value)) return value;
      const days = /^\d{1,5}$/.test(String(value)) ? Number(value) : Number.NaN;
      if (Number.isNaN(days))
        report(context, 'INVALID_VALUE', 'must be a number of days of at least 0, or a date YYYY-MM-DD');
      else if (days > MOST_DAYS) report(context, 'TOO_LARGE', `must be at most ${MOST_DAYS} days`);
      else return days;
      return z.NEVER;
    })
    .meta({
      anyOf: [
        { type: 'integer', minimum: 0, maximum: MOST_DAYS },
        { type: 'string', format: 'date' },
      ],
    })
    .describe('How many days to go on, or the date to go on to: on or after today.'),
});
