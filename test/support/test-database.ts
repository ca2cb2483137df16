import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/platform/database/database.ts';
import { openPool } from '../../src/platform/database/pool.ts';
import { SERVER_ROLE } from '../../src/platform/database/server-role.ts';

export interface TestDatabase {
  /** As the server sees it: fenced, through the server's role. */
  readonly database: Database;
  /** As the owner sees it: for looking past the fence, and for tampering. */
  readonly owner: pg.Pool;
  /** Settings of a connection as the server's role. */
  readonly connection: pg.ClientConfig;
  close(): Promise<void>;
}

/** A database of its own for one test file, cloned from the migrated template. */
export async function cloneTestDatabase(): Promise<TestDatabase> {
  const cluster = inject('cluster');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client(cluster.owner);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${cluster.template}`);
  await admin.end();
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
    },
  };
}
