import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** How to reach the database as its owner. */
export interface OwnerConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Grows with the wait: each try is a process of PostgreSQL, while it needs the machine to recover. */
const SHORTEST_PAUSE = 20;
const LONGEST_PAUSE = 250;
const LOG_INTERVAL = 5_000;
const LONGEST_START = 5 * 60_000;

/**
 * Waits until the server answers queries, and makes our database where it is missing. Recovery after a crash may take
 * minutes, so it goes on while the server lives.
 * @param isAlive false or throwing ends the wait
 * @returns false when the server ended meanwhile
 * @throws when the password does not fit, or after five minutes
 */
export async function waitUntilReady(
  owner: OwnerConnection,
  isAlive: () => Promise<boolean>,
  log: (message: string) => void,
): Promise<boolean> {
  const start = performance.now();
  let nextLog = start + LOG_INTERVAL;
  while (performance.now() - start < LONGEST_START) {
    // Asked before connecting, so that a failure to connect to a dead server is not waited upon.
    if (!(await isAlive())) return false;
    const problem = await tryDatabase(owner);
    if (problem === null) return true;
    if (performance.now() > nextLog) {
      log(`waiting for PostgreSQL (${problem})`);
      nextLog += LOG_INTERVAL;
    }
    await sleep(Math.min(SHORTEST_PAUSE + (performance.now() - start) / 10, LONGEST_PAUSE));
  }
  throw new Error('PostgreSQL was not ready after 5 minutes.');
}

async function tryDatabase(owner: OwnerConnection): Promise<string | null> {
  try {
    await runQuery(owner, 'select 1');
    return null;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    // Every connection taken: it could hardly be more up.
    if (code === '53300') return null;
    if (code === '3D000') return await createDatabase(owner);
    if (code === '28P01') {
      throw new Error(
        'The password in database.json does not open the database: restore the file from a backup.',
      );
    }
    return message;
  }
}

async function createDatabase(owner: OwnerConnection): Promise<string | null> {
  try {
    await runQuery(
      { ...owner, database: 'postgres' },
      `create database ${pg.escapeIdentifier(owner.database)}`,
    );
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

async function runQuery(owner: OwnerConnection, statement: string): Promise<void> {
  const client = new pg.Client({ ...owner, connectionTimeoutMillis: 10_000 });
  // Without a listener a connection that breaks at the wrong moment would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end().catch(() => {});
  }
}
