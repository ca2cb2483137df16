import type { TestClock } from './test-clock.schema.ts';

/** A sandbox whose clock was moved by a day. */
export const TEST_CLOCK_EXAMPLE: TestClock = {
  sandbox: true,
  today: '2026-07-02',
  realToday: '2026-07-01',
  daysAhead: 1,
};
