import { type Background, type Job, runRepeatedly } from './run-repeatedly.ts';

const FIRST_RUN = 60_000;
const INTERVAL = 60 * 60_000;

/**
 * Does these jobs every hour, one after the other, until stopped. One that fails is told of and does not hold up the
 * others.
 */
export function runHourly(jobs: readonly Job[], onError: (error: Error) => void): Background {
  async function runAll(signal: AbortSignal): Promise<void> {
    for (const job of jobs) {
      if (signal.aborted) return;
      await job(signal).catch((error: Error) => void (signal.aborted || onError(error)));
    }
  }
  return runRepeatedly(runAll, { first: FIRST_RUN, pause: INTERVAL }, onError);
}
