import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runHourly } from './run-hourly.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const HOUR = 60 * 60_000;

it('a job that fails is told of, and neither holds up the others nor the next hour', async () => {
  const done: string[] = [];
  const errors: string[] = [];
  const background = runHourly(
    [
      () => Promise.reject(new Error('no connection')),
      async () => {
        done.push('second');
      },
    ],
    (error) => errors.push(error.message),
  );
  await vi.advanceTimersByTimeAsync(2 * HOUR);
  await background.stop();
  expect(done).toEqual(['second', 'second']);
  expect(errors).toEqual(['no connection', 'no connection']);
});

it('stopping waits for the job under way, tells it to end, and begins no other', async () => {
  const done: string[] = [];
  const background = runHourly(
    [
      (signal) => new Promise((end) => signal.addEventListener('abort', () => end(done.push('first')))),
      async () => {
        done.push('never');
      },
    ],
    () => {},
  );
  await vi.advanceTimersByTimeAsync(HOUR);
  await background.stop();
  await vi.advanceTimersByTimeAsync(2 * HOUR);
  expect(done).toEqual(['first']);
});
