import { expect, it } from 'vitest';
import { addDays } from './dates.ts';

it.each([
  ['2026-01-31', 1, '2026-02-01'],
  ['2028-02-28', 1, '2028-02-29'],
  ['2026-03-29', 0, '2026-03-29'],
  ['2026-01-01', -1, '2025-12-31'],
  ['2026-12-15', 30, '2027-01-14'],
  ['2999-12-31', 60, '3000-03-01'],
])('%s and %i days is %s', (date, days, moved) => {
  expect(addDays(date, days)).toBe(moved);
});
