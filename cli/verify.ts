import type { Config } from '../src/config.ts';
import { type ChainHead, createHeadSigner, type HeadSigner } from '../src/ledger/seals/signed-head.ts';
import { openServerKey } from '../src/partners/index.ts';
import type { Database } from '../src/platform/database/database.ts';
import { verifyDatabase } from '../src/reports/verify/index.ts';
import { openFileStore } from '../src/start/open-files.ts';
import { CommandError, type RunCommand, readArguments, UsageError } from './command.ts';
import { describeProofs, hold } from './describe-proofs.ts';
import { withExistingDatabase } from './with-database.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * `recount verify`: proves the books, of every workspace or of one, and that they still go through a head that was signed
 * earlier; that each attachment has its file, and with `--files` that it is the same still. Changes nothing.
 */
export const run: RunCommand = async (args, environment) => {
  const { values } = readArguments({
    args,
    options: {
      workspace: { type: 'string' },
      head: { type: 'string' },
      files: { type: 'boolean', default: false },
      json: { type: 'boolean' },
    },
  });
  if (values.workspace !== undefined && !UUID.test(values.workspace)) {
    throw new UsageError('--workspace must be the UUID of a workspace.');
  }
  return withExistingDatabase(
    { environment, failure: 'The books could not be proved' },
    async (database, config, onStop) => {
      const started = performance.now();
      const { head: signedHead, workspace } = values;
      const head =
        signedHead === undefined
          ? undefined
          : readHead(await openSigner(database, config), signedHead, workspace);
      const attachments = { files: await openFileStore(config, onStop), readEach: values.files };
      const proved = await verifyDatabase(database, head?.workspaceId ?? workspace, head, attachments);
      if (proved.length === 0)
        throw new CommandError('There is no workspace yet, so there is nothing to prove.', 2);
      const seconds = (performance.now() - started) / 1000;
      console.log(values.json ? JSON.stringify(proved, null, 2) : describeProofs(proved, seconds));
      return hold(proved) ? 0 : 1;
    },
  );
};

const openSigner = async (database: Database, config: Config) =>
  createHeadSigner(await openServerKey(database, config));

/** The head that an answer, an export or the log has shown earlier; of this server, and of the workspace that is named. */
function readHead(signer: HeadSigner, signedHead: string, workspace: string | undefined): ChainHead {
  const head = signer.read(signedHead);
  if (head === undefined) {
    throw new CommandError('--head was not signed with the key of this server, or was changed since.', 1);
  }
  if (workspace !== undefined && workspace.toLowerCase() !== head.workspaceId) {
    throw new UsageError('--head is of another workspace than --workspace.');
  }
  return head;
}
