import { type Config, readConfig } from '../src/config.ts';
import { verifyDatabase } from '../src/reports/verify/index.ts';
import { ClosingStack } from '../src/start/closing-stack.ts';
import { describeError } from '../src/start/run-until-stopped.ts';
import { CommandError, type RunCommand, readArguments, UsageError } from './command.ts';
import { describeProofs, hold } from './describe-proofs.ts';
import { openExistingDatabase } from './open-database.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** A table, column or function of this version is not in the database. */
const OTHER_SCHEMA = /^(42P01|42703|42883)$/;

/** `recount verify`: proves the books, of every workspace or of one. Changes nothing. */
export const run: RunCommand = async (args, environment) => {
  const { values } = readArguments({
    args,
    options: { workspace: { type: 'string' }, json: { type: 'boolean' } },
  });
  if (values.workspace !== undefined && !UUID.test(values.workspace)) {
    throw new UsageError('--workspace must be the UUID of a workspace.');
  }
  const config = configure(environment);
  const stack = new ClosingStack();
  const stop = () => void stack.closeAll().then(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  try {
    const database = await openExistingDatabase(config, (close) => stack.add(close));
    if (database === undefined) {
      throw new CommandError(`There is no database in ${config.dataDirectory} yet: npm start makes one.`, 2);
    }
    const started = performance.now();
    const proved = await verifyDatabase(database, values.workspace);
    if (proved.length === 0)
      throw new CommandError('There is no workspace yet, so there is nothing to prove.', 2);
    const seconds = (performance.now() - started) / 1000;
    console.log(values.json ? JSON.stringify(proved, null, 2) : describeProofs(proved, seconds));
    return hold(proved) ? 0 : 1;
  } catch (error) {
    throw explain(error as Error & { code?: string });
  } finally {
    await stack.closeAll();
  }
};

function configure(environment: NodeJS.ProcessEnv): Config {
  try {
    return readConfig(environment);
  } catch (error) {
    throw new CommandError((error as Error).message, 2);
  }
}

function explain(error: Error & { code?: string }): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof RangeError) return new UsageError(error.message);
  if (OTHER_SCHEMA.test(error.code ?? '')) {
    return new CommandError(
      'The database is of another version of Recount: start the server once to migrate it.',
      2,
    );
  }
  return new CommandError(`The books could not be proved: ${describeError(error)}`);
}
