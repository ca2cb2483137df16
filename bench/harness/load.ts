import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { LoadJob, LoadOutcome } from './load-process.ts';
import { quantile } from './statistics.ts';

/** What sending many requests came to, as their sender saw it. */
export interface Load {
  readonly seconds: number;
  readonly perSecond: number;
  /** Milliseconds that half, and 99 of 100, of the requests took at most. */
  readonly p50: number;
  readonly p99: number;
  /** Answers other than the expected status, and requests without an answer. */
  readonly errors: number;
  /** The first of them. */
  readonly firstError: string | undefined;
}

/**
 * Sends ready-made requests, each client one after the other on a connection of its own, from a process of its own: so
 * that neither the server nor who measures it pays for the sending. `onStart` is called once all are connected. With
 * `signal`, no more is sent from its abort on: what was sent by then is what is told.
 */
export async function sendLoad(job: LoadJob, onStart: () => void, signal?: AbortSignal): Promise<Load> {
  const child = fork(join(import.meta.dirname, 'load-process.ts'), { serialization: 'advanced' });
  const hear = () =>
    new Promise<unknown>((done, fail) => {
      child.once('message', done);
      child.once('exit', (code) => fail(new Error(`The load generator ended with ${code}.`)));
    });
  const stop = () => child.send('stop');
  try {
    child.send(job);
    await hear();
    onStart();
    child.send('go');
    const heard = hear();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    return summarise((await heard) as LoadOutcome);
  } finally {
    signal?.removeEventListener('abort', stop);
    child.removeAllListeners('exit');
    child.kill();
  }
}

function summarise({ seconds, milliseconds, errors, firstError }: LoadOutcome): Load {
  const sorted = milliseconds.toSorted();
  return {
    seconds,
    perSecond: milliseconds.length / seconds,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    errors,
    firstError,
  };
}
