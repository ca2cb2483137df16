import { ClosingStack } from '../../src/start/closing-stack.ts';

/** One run of a comparison: what it opens is closed in the end, in reverse. */
export interface Run {
  onEnd(close: () => Promise<unknown>): void;
  /** Tells the person who waits what is going on; on stderr, so that stdout holds the result alone. */
  say(message: string): void;
}

/** Runs a comparison and closes what it opened, also on Ctrl-C. */
export async function runToEnd<T>(work: (run: Run) => Promise<T>): Promise<T> {
  const stack = new ClosingStack();
  const stop = () => void stack.closeAll().then(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  try {
    return await work({
      onEnd: (close) => stack.add(close),
      say: (message) => process.stderr.write(`${message}\n`),
    });
  } finally {
    const errors = await stack.closeAll();
    for (const error of errors) process.stderr.write(`${error.stack}\n`);
  }
}
