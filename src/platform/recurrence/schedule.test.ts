import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../dates.ts';
import { findOccurrence, findOccurrenceFrom, RECURRENCE_PATTERNS, type Schedule } from './schedule.ts';

const schedule = (changes: Partial<Schedule>): Schedule => ({
  pattern: 'monthly',
  interval: 1,
  firstDate: '2026-01-31',
  lastDate: null,
  mostRuns: null,
  ...changes,
});
const dates = (changes: Partial<Schedule>, count: number) =>
  Array.from({ length: count }, (_, index) => findOccurrence(schedule(changes), index, index)?.date);

describe('the runs of a template', () => {
  it.each<[Partial<Schedule>, string[]]>([
    [{}, ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']],
    [{ firstDate: '2028-01-30' }, ['2028-01-30', '2028-02-29', '2028-03-30']],
    [
      { pattern: 'yearly', firstDate: '2024-02-29' },
      ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29'],
    ],
    [{ pattern: 'quarterly', firstDate: '2025-11-30' }, ['2025-11-30', '2026-02-28', '2026-05-30']],
    [{ pattern: 'monthly', interval: 5 }, ['2026-01-31', '2026-06-30', '2026-11-30']],
    [{ pattern: 'daily', firstDate: '2028-02-28' }, ['2028-02-28', '2028-02-29', '2028-03-01']],
    [{ pattern: 'weekly', firstDate: '2026-12-28' }, ['2026-12-28', '2027-01-04']],
    [{ pattern: 'biweekly', interval: 2, firstDate: '2026-12-28' }, ['2026-12-28', '2027-01-25']],
  ])('of %j fall on %j', (changes, expected) => {
    expect(dates(changes, expected.length)).toEqual(expected);
  });

  it('end with the last date, with the most runs, and with the last date of the API', () => {
    expect(dates({ lastDate: '2026-03-31' }, 4)).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      undefined,
    ]);
    expect(dates({ mostRuns: 2 }, 3)).toEqual(['2026-01-31', '2026-02-28', undefined]);
    expect(dates({ firstDate: '2999-12-01' }, 2)).toEqual(['2999-12-01', undefined]);
  });

  it('are found from any day on, as walking through them finds them', () => {
    const anySchedule = fc.record({
      pattern: fc.constantFrom(...RECURRENCE_PATTERNS),
      interval: fc.integer({ min: 1, max: 4 }),
      firstDate: fc.integer({ min: 0, max: 1500 }).map((days) => addDays('2024-01-01', days)),
    });
    const property = fc.property(
      anySchedule,
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: -400, max: 900 }),
      (given, index, days) => {
        const wanted = schedule(given);
        const day = addDays(wanted.firstDate, days);
        let walked = index;
        while (findOccurrence(wanted, walked, 0)!.date < day) walked += 1;
        expect(findOccurrenceFrom(wanted, index, day, 0)).toEqual(findOccurrence(wanted, walked, 0));
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});
