import { expect, it } from 'vitest';
import { statsPeriods } from './stats-periods.ts';

it('the periods of the statistics end today, but for the three months that are over', () => {
  expect(statsPeriods('2026-08-15', 1)).toEqual({
    currentMonth: { startDate: '2026-08-01', endDate: '2026-08-15' },
    currentQuarter: { startDate: '2026-07-01', endDate: '2026-08-15' },
    yearToDate: { startDate: '2026-01-01', endDate: '2026-08-15' },
    trailingTwelveMonths: { startDate: '2025-08-16', endDate: '2026-08-15' },
    priorYearSamePeriod: { startDate: '2025-01-01', endDate: '2025-08-15' },
    rollingThreeMonths: { startDate: '2026-05-01', endDate: '2026-07-31' },
  });
});

it('quarters are those of the fiscal year, also across the turn of the year', () => {
  expect(statsPeriods('2026-01-31', 11)).toMatchObject({
    currentQuarter: { startDate: '2025-11-01' },
    yearToDate: { startDate: '2025-11-01' },
    rollingThreeMonths: { startDate: '2025-10-01', endDate: '2025-12-31' },
  });
  expect(statsPeriods('2026-02-01', 11).currentQuarter.startDate).toBe('2026-02-01');
});

it('a leap day has twelve months behind it', () => {
  expect(statsPeriods('2028-02-29', 1).trailingTwelveMonths.startDate).toBe('2027-03-01');
});
