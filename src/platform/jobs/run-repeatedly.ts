import type { Job } from './run-hourly.ts';

/**
 * Does a job again and again until stopped, with a pause after each time. One that fails is told of, and tried again.
 *
 * @param pause milliseconds between the end of one time and the beginning of the next
 */
export function runRepeatedly(
  job: Job,
  pause: number,
  onError: (error: Error) => void,
): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> | undefined;
  let timer = setTimeout(run, pause).unref();

  function run(): void {
    running = job(signal)
      .then(
        () => {},
        (error: Error) => void (signal.aborted || onError(error)),
      )
      .finally(() => {
        running = undefined;
        if (!signal.aborted) timer = setTimeout(run, pause).unref();
      });
  }
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
