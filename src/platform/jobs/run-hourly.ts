/** Work of the background, such as the deletion of what has expired. Ends early where the signal is aborted. */
export type Job = (signal: AbortSignal) => Promise<unknown>;

const FIRST_RUN = 60_000;
const INTERVAL = 60 * 60_000;

/**
 * Does these jobs every hour, one after the other, until stopped. One that fails is told of and does not hold up the
 * others.
 */
export function runHourly(
  jobs: readonly Job[],
  onError: (error: Error) => void,
): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> | undefined;
  let timer = setTimeout(run, FIRST_RUN).unref();

  function run(): void {
    running = runAll().finally(() => {
      running = undefined;
      if (!signal.aborted) timer = setTimeout(run, INTERVAL).unref();
    });
  }
  async function runAll(): Promise<void> {
    for (const job of jobs) {
      if (signal.aborted) return;
      await job(signal).catch((error: Error) => void (signal.aborted || onError(error)));
    }
  }
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
