import { setTimeout as sleep } from 'node:timers/promises';
import { ClosingStack } from './closing-stack.ts';

/** The run of a process: how what it starts is stopped again. */
export interface Run {
  /** Aborted as soon as the process is asked to stop. */
  readonly signal: AbortSignal;
  /**
   * Remembers how to stop what was just started, for the end or for the moment in which a later step fails.
   *
   * @param limit how long to wait for it, in milliseconds
   * @throws where the process was asked to stop meanwhile, so that nothing more is started
   */
  onStop(close: () => Promise<unknown>, limit?: number): void;
  /** Ends the run because of this error, stopping everything. */
  fail(error: Error): void;
}

/** Supervisors and `npm` give ten seconds. */
const LONGEST_STOP = 9_500;
/** SIGHUP is what a terminal that is closed sends. */
const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Runs until asked to stop (SIGTERM, SIGINT, SIGHUP), then stops everything in reverse and ends the process: with 0, or
 * with 1 where `start` or the run failed, after one sentence on stderr. A second signal changes nothing: under npm a
 * Ctrl-C arrives twice.
 */
export async function runUntilStopped(start: (run: Run) => Promise<void>): Promise<never> {
  const stack = new ClosingStack();
  const stopping = new AbortController();
  const { signal } = stopping;
  let exitCode = 0;
  const stop = () => {
    if (signal.aborted) return;
    stopping.abort();
    sleep(LONGEST_STOP).then(() => {
      report(`Recount did not stop within ${LONGEST_STOP / 1000} seconds: left as it is.`);
      process.exit(1);
    });
  };
  const failWith = (text: string) => {
    // What else goes wrong while it stops mostly follows from the first.
    if (exitCode === 0) report(text);
    exitCode = 1;
    stop();
  };
  for (const name of STOP_SIGNALS) process.on(name, stop);
  // A fault of ours: its stack is worth more than a sentence, and the database must not be left running.
  process.on('uncaughtException', (error) => failWith(error.stack ?? String(error)));
  // The terminal may be gone.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  const run: Run = {
    signal,
    onStop(close, limit) {
      stack.add(close, limit);
      signal.throwIfAborted();
    },
    fail: (error) => failWith(describeError(error)),
  };
  try {
    await start(run);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  } catch (error) {
    // Once asked to stop, a start that was cut short is no failure.
    if (!signal.aborted) run.fail(error as Error);
  }
  for (const error of await stack.closeAll()) failWith(describeError(error));
  process.exit(exitCode);
}

function report(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** What went wrong, in a sentence: never a stack. */
export function describeError(error: unknown): string {
  if (error instanceof AggregateError && !error.message) return describeError(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return error.message || (error as NodeJS.ErrnoException).code || error.name;
}
