import { expect, it } from 'vitest';
import { comparedPeriod, yearToDate } from './comparison-periods.ts';

const period = (startDate: string, endDate: string) => ({ startDate, endDate });

it('whole months are compared with as many whole months before', () => {
  expect(comparedPeriod(period('2026-03-01', '2026-03-31'), 'previousPeriod')).toEqual(
    period('2026-02-01', '2026-02-28'),
  );
  expect(comparedPeriod(period('2026-01-01', '2026-03-31'), 'previousPeriod')).toEqual(
    period('2025-10-01', '2025-12-31'),
  );
  expect(comparedPeriod(period('2026-01-01', '2026-12-31'), 'previousPeriod')).toEqual(
    period('2025-01-01', '2025-12-31'),
  );
});

it('other days are compared with as many days before', () => {
  expect(comparedPeriod(period('2026-03-10', '2026-03-19'), 'previousPeriod')).toEqual(
    period('2026-02-28', '2026-03-09'),
  );
});

it('the year before has the same days, and Februaries end where they end', () => {
  expect(comparedPeriod(period('2026-03-10', '2026-03-19'), 'previousYear')).toEqual(
    period('2025-03-10', '2025-03-19'),
  );
  expect(comparedPeriod(period('2025-02-01', '2025-02-28'), 'previousYear')).toEqual(
    period('2024-02-01', '2024-02-29'),
  );
  expect(comparedPeriod(period('2024-02-29', '2024-02-29'), 'previousYear')).toEqual(
    period('2023-02-28', '2023-02-28'),
  );
});

it('the year to date begins with the financial or the calendar year', () => {
  expect(yearToDate('2026-03-31', 'financial', 7)).toEqual(period('2025-07-01', '2026-03-31'));
  expect(yearToDate('2026-03-31', 'calendar', 7)).toEqual(period('2026-01-01', '2026-03-31'));
});
