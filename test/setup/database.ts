import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { storeAccountSubTypes } from '../../src/ledger/accounts/catalogue/store-sub-types.ts';
import { startEmbeddedDatabase } from '../../src/platform/database/embedded/start-embedded-database.ts';
import { prepareDatabase } from '../../src/platform/database/prepare-database.ts';
import { removeEmbeddedDatabase } from '../support/remove-embedded-database.ts';

export interface TestCluster {
  readonly owner: { host: string; port: number; user: string; password: string; database: string };
  readonly serverPassword: string;
  readonly template: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: TestCluster;
  }
}

const SERVER_PASSWORD = 'of-the-test-cluster-only';
const TEMPLATE = 'recount_template';

/** One real PostgreSQL for the whole run, with a migrated template that each test file clones. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
  const dataDirectory = `${cache}recount-test-${process.pid}`;
  await mkdir(dataDirectory, { recursive: true });
  // Durability is proved elsewhere; without it the suite is several times faster.
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '200',
  };
  const cluster = await startEmbeddedDatabase({ dataDirectory, settings });
  const client = new pg.Client(cluster.owner);
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  const owner = { ...cluster.owner, database: TEMPLATE };
  await prepareDatabase({ owner, serverPassword: SERVER_PASSWORD, seed: storeAccountSubTypes });
  project.provide('cluster', { owner: cluster.owner, serverPassword: SERVER_PASSWORD, template: TEMPLATE });
  return async () => {
    await cluster.stop();
    await removeEmbeddedDatabase(dataDirectory);
  };
}
