import pg from 'pg';
import type { Config } from '../config.ts';
import { storeAccountSubTypes } from '../ledger/accounts/catalogue/store-sub-types.ts';
import { type Database, openDatabase } from '../platform/database/database.ts';
import { lockDataDirectory } from '../platform/database/embedded/lock-data-directory.ts';
import { startEmbeddedDatabase } from '../platform/database/embedded/start-embedded-database.ts';
import { watchEmbeddedDatabase } from '../platform/database/embedded/watch-embedded-database.ts';
import { openPool } from '../platform/database/pool.ts';
import { keepsPreparedStatements } from '../platform/database/pooler.ts';
import { adoptConnection, prepareDatabase } from '../platform/database/prepare-database.ts';
import type { SessionOptions } from '../platform/database/transaction.ts';
import type { Run } from './run-until-stopped.ts';
import { explainConnecting, serverConnection, serverPassword } from './server-connection.ts';

/** The database that the configuration names, ready for the server. */
export interface OpenedDatabase {
  readonly database: Database;
  /** Runs work while no other server of this database runs any so. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

/** How what is opened is closed again, and who is told of what. */
export type OpenOptions = Pick<Run, 'onStop' | 'fail'> & { readonly say: (message: string) => void };

/** More connections than this only wait for each other; 16 clients write as fast as any number. */
const POOL_SIZE = 16;
/**
 * Reports keep a core busy each; who asks for more of them at once waits for longer, and nobody else does. Streamed files hold
 * half of them at most (gather-pieces.ts), and mostly wait for who reads them.
 */
const LONG_READS = { size: 6, patience: 30_000 };
const POOL_CLOSING_LIMIT = 1_500;
/** It may just be starting the database again, which may take minutes; the next start finds that one running. */
const WATCH_STOPPING_LIMIT = 2_000;
const CONNECTING_LIMIT = 10_000;
/** Any constant will do that migrate.ts and server-role.ts do not use. */
const EXCLUSIVE_LOCK = 7_263_870;

/**
 * Opens the database of the configuration: the embedded one, started and held by the data directory's lock, or that of
 * DATABASE_URL; migrates it, and connects as the server's role.
 *
 * @throws Error that says what to do
 */
export function openConfiguredDatabase(config: Config, options: OpenOptions): Promise<OpenedDatabase> {
  return config.databaseUrl === undefined
    ? openEmbedded(config.dataDirectory, options)
    : openGiven(config.databaseUrl, config.databaseDirectUrl ?? config.databaseUrl, options);
}

async function openEmbedded(dataDirectory: string, options: OpenOptions): Promise<OpenedDatabase> {
  const { onStop, fail, say } = options;
  const lock = await lockDataDirectory(dataDirectory);
  onStop(() => lock.release());
  let embedded = await startEmbeddedDatabase({ dataDirectory, log: say });
  onStop(() => embedded.stop());
  const { owner } = embedded;
  const restart = async () => {
    embedded = await startEmbeddedDatabase({ dataDirectory, port: owner.port, log: say });
  };
  await prepareDatabase({
    owner,
    serverPassword: serverPassword(owner),
    seed: storeAccountSubTypes,
    log: say,
  });
  const connection = serverConnection(owner);
  const watch = await watchEmbeddedDatabase({ dataDirectory, connection, restart, log: say, onLost: fail });
  onStop(() => watch.stop(), WATCH_STOPPING_LIMIT);
  return connect(connection, connection, {}, options);
}

async function openGiven(url: string, directUrl: string, options: OpenOptions): Promise<OpenedDatabase> {
  const direct = {
    connectionString: directUrl,
    connectionTimeoutMillis: CONNECTING_LIMIT,
    application_name: 'recount',
  };
  try {
    await prepareDatabase({ owner: direct, seed: storeAccountSubTypes, log: options.say });
    // Of the connection that the server works with: it may be another role's than the direct one.
    const given = { ...direct, connectionString: url };
    const role = await adoptConnection(given, options.say);
    const preparedStatements = await keepsPreparedStatements(given);
    if (!preparedStatements)
      options.say('DATABASE_URL leads to a pooler that keeps no prepared statements: none are used');
    const opened = connect({ connectionString: url }, direct, { role, preparedStatements }, options);
    await opened.database.unfenced((transaction) => transaction.query('SELECT 1'));
    return opened;
  } catch (error) {
    throw explainConnecting(error as Error);
  }
}

function connect(
  connection: pg.ClientConfig,
  direct: pg.ClientConfig,
  session: SessionOptions,
  { onStop, say }: OpenOptions,
): OpenedDatabase {
  const onError = (error: Error) => say(`a connection to the database broke: ${error.message}`);
  const pool = openPool({ connection, size: POOL_SIZE, onError });
  const database = openDatabase(pool, session, openPool({ connection, ...LONG_READS, onError }));
  onStop(() => database.close(), POOL_CLOSING_LIMIT);
  return { database, exclusively: (work) => runExclusively(direct, work) };
}

/** In a transaction, since a pooler may give what follows one to another connection, and keeps what a session set. */
async function runExclusively<T>(direct: pg.ClientConfig, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client(direct);
  client.on('error', () => {});
  await client.connect();
  try {
    // The other server may be at it for longer than a request may wait, and this one too.
    const limits = ['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout'];
    await client.query(['BEGIN', ...limits.map((name) => `SET LOCAL ${name} = 0`)].join(';'));
    await client.query('SELECT pg_advisory_xact_lock($1)', [EXCLUSIVE_LOCK]);
    return await work();
  } finally {
    await client.query('ROLLBACK').catch(() => {});
    await client.end().catch(() => {});
  }
}
