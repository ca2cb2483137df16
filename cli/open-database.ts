import pg from 'pg';
import type { Config } from '../src/config.ts';
import { type Database, openDatabase } from '../src/platform/database/database.ts';
import { findClusterHome } from '../src/platform/database/embedded/cluster-home.ts';
import { lockDataDirectory } from '../src/platform/database/embedded/lock-data-directory.ts';
import {
  attachEmbeddedDatabase,
  type EmbeddedDatabase,
  startEmbeddedDatabase,
} from '../src/platform/database/embedded/start-embedded-database.ts';
import { openPool } from '../src/platform/database/pool.ts';
import { chooseServerRole } from '../src/platform/database/server-role.ts';
import type { SessionOptions } from '../src/platform/database/transaction.ts';
import { explainConnecting, serverConnection } from '../src/start/server-connection.ts';

const POOL_SIZE = 2;
const CONNECTING_LIMIT = 10_000;

/** Remembers how to close what was opened. */
export type OnStop = (close: () => Promise<unknown>) => void;

/**
 * Opens the database of the configuration for a command beside the server, or without one: as the server's role, and
 * without migrating or making anything. An embedded database that does not run is started, and stopped in the end.
 *
 * @returns undefined where there is no database yet
 */
export async function openExistingDatabase(config: Config, onStop: OnStop): Promise<Database | undefined> {
  if (config.databaseDirectUrl !== undefined) return openGiven(config.databaseDirectUrl, onStop);
  const embedded = await findOrStart(config.dataDirectory, onStop);
  return embedded && openAs(serverConnection(embedded.owner), {}, onStop);
}

async function findOrStart(dataDirectory: string, onStop: OnStop): Promise<EmbeddedDatabase | undefined> {
  const home = await findClusterHome(dataDirectory);
  if (!home?.record.initialised) return undefined;
  const running = await attachEmbeddedDatabase({ dataDirectory });
  if (running !== null) return running;
  const lock = await lockDataDirectory(dataDirectory);
  onStop(() => lock.release());
  const started = await startEmbeddedDatabase({ dataDirectory });
  onStop(() => started.stop());
  return started;
}

async function openGiven(url: string, onStop: OnStop): Promise<Database> {
  const connection = { connectionString: url, connectionTimeoutMillis: CONNECTING_LIMIT };
  const client = new pg.Client(connection);
  client.on('error', () => {});
  try {
    await client.connect();
    const role = await chooseServerRole(client);
    // Of what a command does hardly anything is done twice, so there is little to gain by preparing it.
    return openAs(connection, { role, preparedStatements: false }, onStop);
  } catch (error) {
    throw explainConnecting(error as Error);
  } finally {
    await client.end().catch(() => {});
  }
}

function openAs(connection: pg.ClientConfig, session: SessionOptions, onStop: OnStop): Database {
  // What reads all of the books may take longer than a request may.
  const database = openDatabase(openPool({ connection, size: POOL_SIZE }), {
    ...session,
    withoutTimeout: true,
  });
  onStop(() => database.close());
  return database;
}
