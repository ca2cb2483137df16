import type { Config } from '../src/config.ts';
import { createPartnerApp } from '../src/partners/apps/create-partner-app.ts';
import {
  type PartnerAppChanges,
  type PartnerAppRecord,
  selectPartnerApp,
  selectPartnerApps,
  updatePartnerApp,
} from '../src/partners/apps/partner-apps.store.ts';
import { rotateClientSecret } from '../src/partners/apps/rotate-client-secret.ts';
import { openServerKey } from '../src/partners/index.ts';
import { findRedirectUriFault } from '../src/partners/sign-in/match-redirect-uri.ts';
import type { Database } from '../src/platform/database/database.ts';
import {
  CommandError,
  type RunCommand,
  readArguments,
  readOnly,
  runSubcommand,
  UsageError,
} from './command.ts';
import { describeFields, printRecord } from './print-record.ts';
import { alignColumns, isVisible, makeVisible } from './terminal-text.ts';
import { withExistingDatabase } from './with-database.ts';

const SETTINGS = {
  name: { type: 'string' },
  'redirect-uri': { type: 'string', multiple: true },
  validation: { type: 'string' },
  'reject-replays': { type: 'boolean' },
  'rate-limit': { type: 'string' },
  json: { type: 'boolean' },
} as const;
const ONLY_JSON = { json: { type: 'boolean' } } as const;
const LONGEST_NAME = 100;
const MOST_REQUESTS = 1_000_000;
const SHOWN_ONCE = 'The secret is shown this once. Keep it where the app runs, and nowhere else.';

/** `recount apps`: the partner apps of a server. */
export const run: RunCommand = (args, environment) =>
  runSubcommand('apps', { create, list, show, update, 'rotate-secret': rotateSecret }, args, environment);

const open = <T>(
  environment: NodeJS.ProcessEnv,
  work: (database: Database, config: Config) => Promise<T>,
): Promise<T> =>
  withExistingDatabase({ environment, failure: 'The partner apps could not be reached' }, work);

const create: RunCommand = async (args, environment) => {
  const { values } = readArguments({ args, options: SETTINGS });
  const { name, ...settings } = readSettings(values);
  if (name === undefined) throw new UsageError('--name is required: people read it when they sign in.');
  return open(environment, async (database, config) => {
    const secretKey = await findKey(database, config);
    const { clientId, clientSecret } = await createPartnerApp(database, secretKey, { name, ...settings });
    const app = (await selectPartnerApp(database, clientId))!;
    printRecord({ ...told(app), clientSecret }, values.json, () =>
      [describeApp(app, clientSecret), SHOWN_ONCE].join('\n\n'),
    );
    return 0;
  });
};

const list: RunCommand = async (args, environment) => {
  const { values } = readArguments({ args, options: ONLY_JSON });
  return open(environment, async (database) => {
    printRecord((await selectPartnerApps(database)).map(told), values.json, describeApps);
    return 0;
  });
};

const show: RunCommand = async (args, environment) => {
  const { values, positionals } = readArguments({ args, options: ONLY_JSON, allowPositionals: true });
  const clientId = readOnly(positionals, 'client ID');
  return open(environment, async (database) => {
    const app = (await selectPartnerApp(database, clientId)) ?? missing(clientId);
    printRecord(told(app), values.json, describeApp);
    return 0;
  });
};

const update: RunCommand = async (args, environment) => {
  const { values, positionals } = readArguments({
    args,
    allowPositionals: true,
    allowNegative: true,
    options: { ...SETTINGS, enable: { type: 'boolean' }, disable: { type: 'boolean' } },
  });
  const clientId = readOnly(positionals, 'client ID');
  if (values.enable && values.disable) throw new UsageError('Give one of --enable and --disable.');
  const status: PartnerAppChanges['status'] = values.enable
    ? 'active'
    : values.disable
      ? 'disabled'
      : undefined;
  const changes: PartnerAppChanges = { ...readSettings(values), ...(status ? { status } : {}) };
  if (Object.keys(changes).length === 0) throw new UsageError('Give what is to be changed.');
  return open(environment, async (database) => {
    const app = (await updatePartnerApp(database, clientId, changes)) ?? missing(clientId);
    printRecord(told(app), values.json, describeApp);
    return 0;
  });
};

const rotateSecret: RunCommand = async (args, environment) => {
  const { values, positionals } = readArguments({ args, options: ONLY_JSON, allowPositionals: true });
  const clientId = readOnly(positionals, 'client ID');
  return open(environment, async (database, config) => {
    const secretKey = await findKey(database, config);
    const clientSecret = (await rotateClientSecret(database, secretKey, clientId)) ?? missing(clientId);
    printRecord({ clientId, clientSecret }, values.json, () =>
      [
        describeFields([
          ['Client ID', clientId],
          ['Client secret', clientSecret],
        ]),
        SHOWN_ONCE,
        'The one before ends within 10 seconds.',
      ].join('\n\n'),
    );
    return 0;
  });
};

const findKey = (database: Database, config: Config): Promise<Buffer> =>
  openServerKey(database, config).catch((cause) => {
    throw new CommandError(cause.message);
  });

function missing(clientId: string): never {
  throw new CommandError(`There is no app with the client ID ${clientId}.`);
}

interface GivenSettings {
  readonly name?: string | undefined;
  readonly 'redirect-uri'?: readonly string[] | undefined;
  readonly validation?: string | undefined;
  readonly 'reject-replays'?: boolean | undefined;
  readonly 'rate-limit'?: string | undefined;
}

/** What was given, checked. Throws UsageError. */
function readSettings(given: GivenSettings): Omit<PartnerAppChanges, 'status'> {
  const { name, validation } = given;
  if (name !== undefined && (name.trim() === '' || name.length > LONGEST_NAME || !isVisible(name)))
    throw new UsageError(`--name must be 1 to ${LONGEST_NAME} visible characters.`);
  if (validation !== undefined && validation !== 'strict' && validation !== 'lenient')
    throw new UsageError('--validation must be strict or lenient.');
  for (const uri of given['redirect-uri'] ?? []) {
    const fault = findRedirectUriFault(uri);
    if (fault) throw new UsageError(`--redirect-uri ${fault}: ${uri}`);
  }
  const rateLimit = readRateLimit(given['rate-limit']);
  return {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(given['redirect-uri'] === undefined ? {} : { redirectUris: [...new Set(given['redirect-uri'])] }),
    ...(validation === undefined ? {} : { validation }),
    ...(given['reject-replays'] === undefined ? {} : { rejectReplays: given['reject-replays'] }),
    ...(rateLimit === undefined ? {} : { rateLimit }),
  };
}

function readRateLimit(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  if (text === 'default') return null;
  const limit = /^\d{1,7}$/.test(text) ? Number(text) : -1;
  if (limit < 0 || limit > MOST_REQUESTS)
    throw new UsageError(`--rate-limit must be a whole number from 0 to ${MOST_REQUESTS}, or default.`);
  return limit;
}

/** By its client id, which is what an app is known by. */
type ToldApp = Omit<PartnerAppRecord, 'id'>;

const told = ({ id: _, ...app }: PartnerAppRecord): ToldApp => app;

function describeApp(app: ToldApp, clientSecret?: string): string {
  return describeFields([
    ['Name', makeVisible(app.name)],
    ['Client ID', app.clientId],
    ...(typeof clientSecret === 'string' ? [['Client secret', clientSecret] as const] : []),
    ...(app.redirectUris.length === 0
      ? [['Redirect URIs', 'none: nobody can sign in for it'] as const]
      : app.redirectUris.map((uri, index) => [index === 0 ? 'Redirect URIs' : '', uri] as const)),
    ['Validation', app.validation],
    ['Replays', app.rejectReplays ? 'rejected' : 'accepted'],
    ['Rate limit', describeRateLimit(app.rateLimit)],
    ['Status', app.status],
    ['Created', app.createdAt.toISOString()],
  ]);
}

function describeApps(apps: readonly ToldApp[]): string {
  if (apps.length === 0) return 'There is no partner app yet: recount apps create makes one.';
  return alignColumns([
    ['Client ID', 'Status', 'Validation', 'Name'],
    ...apps.map(({ clientId, status, validation, name }) => [
      clientId,
      status,
      validation,
      makeVisible(name),
    ]),
  ]);
}

function describeRateLimit(rateLimit: number | null): string {
  if (rateLimit === null) return 'the server’s';
  return rateLimit === 0 ? 'none' : `${rateLimit.toLocaleString('en-US')} requests a minute`;
}
