import { type Config, readConfig } from '../src/config.ts';
import { ApiError } from '../src/errors.ts';
import type { Database } from '../src/platform/database/database.ts';
import { ClosingStack } from '../src/start/closing-stack.ts';
import { describeError } from '../src/start/run-until-stopped.ts';
import { CommandError, UsageError } from './command.ts';
import { type OnStop, openExistingDatabase } from './open-database.ts';

/** A table, column or function of this version is not in the database. */
const OTHER_SCHEMA = /^(42P01|42703|42883)$/;

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface WithDatabaseOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** What could not be done, where something fails: "The books could not be proved". */
  readonly failure: string;
}

/**
 * Runs a command's work on the database of the configuration, beside the server or without one, and closes all that was
 * opened for it, also on Ctrl-C.
 *
 * @throws CommandError in one sentence; exit code 2 where there is no database, or it is of another version
 */
export async function withExistingDatabase<T>(
  { environment, failure }: WithDatabaseOptions,
  work: (database: Database, config: Config, onStop: OnStop) => Promise<T>,
): Promise<T> {
  const config = configure(environment);
  const stack = new ClosingStack();
  const stop = () => void stack.closeAll().then(() => process.exit(130));
  for (const signal of STOP_SIGNALS) process.once(signal, stop);
  try {
    const onStop: OnStop = (close) => stack.add(close);
    const database = await openExistingDatabase(config, onStop);
    if (database === undefined) {
      throw new CommandError(`There is no database in ${config.dataDirectory} yet: npm start makes one.`, 2);
    }
    return await work(database, config, onStop);
  } catch (error) {
    throw explain(error as Error & { code?: string }, failure);
  } finally {
    await stack.closeAll();
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
  }
}

function configure(environment: NodeJS.ProcessEnv): Config {
  try {
    return readConfig(environment);
  } catch (error) {
    throw new CommandError((error as Error).message, 2);
  }
}

function explain(error: Error & { code?: string }, failure: string): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof RangeError) return new UsageError(error.message);
  if (OTHER_SCHEMA.test(error.code ?? '')) {
    return new CommandError(
      'The database is of another version of Recount: start the server once to migrate it.',
      2,
    );
  }
  // What the API says of it is no news to an operator.
  const reason = error instanceof ApiError && error.cause instanceof Error ? error.cause : error;
  return new CommandError(`${failure}: ${describeError(reason)}`);
}
