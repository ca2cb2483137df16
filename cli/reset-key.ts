import { createHeadSigner } from '../src/ledger/seals/signed-head.ts';
import {
  findLockedApps,
  type ResetApp,
  resetClientSecrets,
} from '../src/partners/apps/reset-client-secrets.ts';
import { CommandError, type RunCommand, readArguments } from './command.ts';
import { printRecord } from './print-record.ts';
import { alignColumns, makeVisible } from './terminal-text.ts';
import { withExistingDatabase } from './with-database.ts';

const CONSEQUENCES = `What the lost key has signed can no longer be checked, and no other key signs it anew:
  - Signed heads of chains, in the log, in exports and archives, and answered by GET /partners/ledger/proof: neither
    recount verify --head nor the API takes them any more. The chains are as they were, and recount verify proves them.
  - Links in mails that were sent to customers: they lead nowhere. Send the document again for a new one.
  - What browsers keep of earlier sign-ins, which only told wrong passwords of their people from those of strangers.
Books, documents, people, passwords and tokens do not hang on the key, and stay as they are.`;

/**
 * `recount reset-key`: where the server key is lost for good, gives the apps new secrets under another key, so that the
 * server starts again. Tells first what that means; `--confirm` does it.
 */
export const run: RunCommand = async (args, environment) => {
  const { values } = readArguments({
    args,
    options: { confirm: { type: 'boolean', default: false }, json: { type: 'boolean' } },
  });
  return withExistingDatabase(
    { environment, failure: 'The key could not be reset' },
    async (database, config) => {
      const { length } = await findLockedApps(database, config);
      if (length === 0)
        throw new CommandError('No key is lost: there is no secret that does not open. Nothing was changed.');
      if (!values.confirm) throw new CommandError(describeReset(length), 2);
      const { secretKey, apps } = await resetClientSecrets(database, config);
      const { publicKey } = createHeadSigner(secretKey);
      printRecord({ apps, publicKey }, values.json, () => describeDone(apps, publicKey, config));
      return 0;
    },
  );
};

function describeReset(count: number): string {
  return [
    `The secrets of ${count} partner ${count === 1 ? 'app' : 'apps'} do not open without the server key that they are ` +
      'encrypted with. If there is a copy of it anywhere, put it back. Otherwise --confirm ends these secrets for good and ' +
      'makes new ones.',
    CONSEQUENCES,
    'Nothing was changed. Stop the server and back up the database before you add --confirm.',
  ].join('\n\n');
}

function describeDone(
  apps: readonly ResetApp[],
  publicKey: string,
  { secretKey, dataDirectory }: { readonly secretKey: string | undefined; readonly dataDirectory: string },
): string {
  const rows = apps.map(({ clientId, clientSecret, name }) => [clientId, clientSecret, makeVisible(name)]);
  const place = secretKey === undefined ? `secret.key in ${dataDirectory}` : 'RECOUNT_SECRET_KEY';
  return [
    'These apps have new secrets, shown this once. Enter each where its app runs: until then its requests are refused.',
    alignColumns([['Client ID', 'Client secret', 'Name'], ...rows]),
    ...(apps.some(({ demo }) => demo) ? ['For the demo, the next start makes other apps.'] : []),
    CONSEQUENCES,
    `From now on the server signs with ${place}: back it up with the database. Heads that it signs are checked with the ` +
      `public key ${publicKey}.`,
    'Start the server now, and any other one of this database again, with the same key.',
  ].join('\n\n');
}
