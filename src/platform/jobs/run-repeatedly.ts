/** Work of the background, such as the deletion of what has expired. Ends early where the signal is aborted. */
export type Job = (signal: AbortSignal) => Promise<unknown>;

/** Work that goes on in the background. */
export interface Background {
  /** Begins nothing more, tells what is under way to end, and waits for it. */
  stop(): Promise<void>;
}

/**
 * Does a job again and again until stopped, with a pause after each time. One that fails is told of, and tried again.
 *
 * @param times in milliseconds: until the first time, and from the end of one time to the beginning of the next
 */
export function runRepeatedly(
  job: Job,
  times: { readonly first: number; readonly pause: number },
  onError: (error: Error) => void,
): Background {
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> | undefined;
  let timer = setTimeout(run, times.first).unref();

  function run(): void {
    running = job(signal)
      .then(
        () => {},
        (error: Error) => void (signal.aborted || onError(error)),
      )
      .finally(() => {
        running = undefined;
        if (!signal.aborted) timer = setTimeout(run, times.pause).unref();
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
