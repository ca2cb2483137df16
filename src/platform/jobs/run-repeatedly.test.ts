import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runRepeatedly } from './run-repeatedly.ts';

const TIMES = { first: 1, pause: 1 };

it('does the job again and again, also after it failed, and not once more after it was stopped', async () => {
  const errors: Error[] = [];
  let times = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const job = async () => {
    times += 1;
    if (times === 2) throw new Error('once');
    if (times === 4) resolve();
  };
  const runs = runRepeatedly(job, TIMES, (error) => void errors.push(error));
  await promise;
  await runs.stop();
  const done = times;
  await sleep(20);
  expect(times).toBe(done);
  expect(errors.map(({ message }) => message)).toEqual(['once']);
});

it('waits for a job under way when it is stopped, and tells it to end', async () => {
  let ended = false;
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const job = (signal: AbortSignal) =>
    new Promise<void>((end) => {
      resolve();
      signal.addEventListener('abort', () => {
        ended = true;
        end();
      });
    });
  const runs = runRepeatedly(job, TIMES, () => {});
  await begun;
  await runs.stop();
  expect(ended).toBe(true);
});
