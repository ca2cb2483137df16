import type { TestClock } from './test-clock.schema.ts';

/** A sandbox whose clock was moved by a month. */
export const TEST_CLOCK_EXAMPLE: TestClock = {
  sandbox: true,
  today: '2026-08-01',
  realToday: '2026-07-01',
  daysAhead: 31,
};
