/** A command: takes its arguments and the environment, prints, answers the exit code. */
export type RunCommand = (args: string[], environment: NodeJS.ProcessEnv) => Promise<number>;

/** What ends a command with one sentence for the person at the keyboard. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The command was not written as it must be. */
export class UsageError extends CommandError {
  constructor(message: string) {
    super(message, 2);
  }
}

/** Runs what may throw an error with a sentence of its own, such as `parseArgs`, and tells it as a fault of usage. */
export function asUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
