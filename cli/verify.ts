import { verifyDatabase } from '../src/reports/verify/index.ts';
import { CommandError, type RunCommand, readArguments, UsageError } from './command.ts';
import { describeProofs, hold } from './describe-proofs.ts';
import { withExistingDatabase } from './with-database.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `recount verify`: proves the books, of every workspace or of one. Changes nothing. */
export const run: RunCommand = async (args, environment) => {
  const { values } = readArguments({
    args,
    options: { workspace: { type: 'string' }, json: { type: 'boolean' } },
  });
  if (values.workspace !== undefined && !UUID.test(values.workspace)) {
    throw new UsageError('--workspace must be the UUID of a workspace.');
  }
  return withExistingDatabase({ environment, failure: 'The books could not be proved' }, async (database) => {
    const started = performance.now();
    const proved = await verifyDatabase(database, values.workspace);
    if (proved.length === 0)
      throw new CommandError('There is no workspace yet, so there is nothing to prove.', 2);
    const seconds = (performance.now() - started) / 1000;
    console.log(values.json ? JSON.stringify(proved, null, 2) : describeProofs(proved, seconds));
    return hold(proved) ? 0 : 1;
  });
};
