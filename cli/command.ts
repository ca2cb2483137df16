import { type ParseArgsConfig, parseArgs } from 'node:util';

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

/** Reads the arguments of a command. Throws UsageError. */
export function readArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // What follows the first sentence is about arguments that begin with a dash, of which no command has any.
    const [sentence] = (error as Error).message.split('. ');
    throw new UsageError(`${sentence}.`);
  }
}

/** Runs the subcommand that the first argument names. Throws UsageError where there is none of that name. */
export function runSubcommand(
  command: string,
  subcommands: Readonly<Record<string, RunCommand>>,
  [name = '', ...rest]: string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const run = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (!run) throw new UsageError(`${command} must be followed by ${Object.keys(subcommands).join(', ')}.`);
  return run(rest, environment);
}

/** The one argument beside the options. Throws UsageError. */
export function readOnly(positionals: readonly string[], what: string): string {
  const [only, ...more] = positionals;
  if (only === undefined || more.length > 0) throw new UsageError(`Give one ${what}.`);
  return only;
}
