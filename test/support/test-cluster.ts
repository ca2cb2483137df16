import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { storeAccountSubTypes } from '../../src/ledger/accounts/catalogue/store-sub-types.ts';
import { type Database, openDatabase } from '../../src/platform/database/database.ts';
import { startEmbeddedDatabase } from '../../src/platform/database/embedded/start-embedded-database.ts';
import { openPool } from '../../src/platform/database/pool.ts';
import { prepareDatabase } from '../../src/platform/database/prepare-database.ts';
import { SERVER_ROLE } from '../../src/platform/database/server-role.ts';
import { removeEmbeddedDatabase } from './remove-embedded-database.ts';
import { makeTestDirectory } from './test-directory.ts';

/** A PostgreSQL of this run, and the migrated database in it that others are cloned from. */
export interface TestCluster {
  readonly owner: { host: string; port: number; user: string; password: string; database: string };
  readonly serverPassword: string;
  readonly template: string;
}

export interface TestDatabase {
  /** As the server sees it: fenced, through the server's role. */
  readonly database: Database;
  /** As the owner sees it: for looking past the fence, and for tampering. */
  readonly owner: pg.Pool;
  /** Settings of a connection as the server's role. */
  readonly connection: pg.ClientConfig;
  close(): Promise<void>;
}

const SERVER_PASSWORD = 'of-the-test-cluster-only';
const TEMPLATE = 'recount_template';

/** Starts a real PostgreSQL with a migrated template. */
export async function startTestCluster(): Promise<{ cluster: TestCluster; stop(): Promise<void> }> {
  const dataDirectory = await makeTestDirectory();
  // Durability is proved elsewhere; without it the suite is several times faster.
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  };
  const cluster = await startEmbeddedDatabase({ dataDirectory, settings });
  await administer(cluster, `CREATE DATABASE ${TEMPLATE}`);
  const owner = { ...cluster.owner, database: TEMPLATE };
  await prepareDatabase({ owner, serverPassword: SERVER_PASSWORD, seed: storeAccountSubTypes });
  return {
    cluster: { owner: cluster.owner, serverPassword: SERVER_PASSWORD, template: TEMPLATE },
    async stop() {
      await cluster.stop();
      await removeEmbeddedDatabase(dataDirectory);
    },
  };
}

/** Clones the migrated template. */
export async function cloneDatabase(cluster: TestCluster): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Copying files takes a fifth of the time of writing every page to the log.
  await administer(cluster, `CREATE DATABASE ${name} TEMPLATE ${cluster.template} STRATEGY file_copy`);
  const connection = {
    ...cluster.owner,
    database: name,
    user: SERVER_ROLE,
    password: cluster.serverPassword,
  };
  const database = openDatabase(openPool({ connection, size: 20 }));
  const owner = openPool({ connection: { ...cluster.owner, database: name }, size: 4 });
  return {
    database,
    owner,
    connection,
    async close() {
      await database.close();
      await owner.end();
      // Hundreds of databases that nobody uses would keep the autovacuum busy.
      await administer(cluster, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function administer({ owner }: Pick<TestCluster, 'owner'>, statement: string): Promise<void> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
