import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Run } from '../../../bench/harness/run.ts';
import { readServerKey } from '../../../src/partners/index.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { findClusterHome } from '../../../src/platform/database/embedded/cluster-home.ts';
import { findPostmaster } from '../../../src/platform/database/embedded/postmaster.ts';
import { findFreePort } from '../../../src/platform/database/embedded/socket-directory.ts';
import { attachEmbeddedDatabase } from '../../../src/platform/database/embedded/start-embedded-database.ts';
import { openPool } from '../../../src/platform/database/pool.ts';
import { SERVER_ROLE } from '../../../src/platform/database/server-role.ts';
import { removeEmbeddedDatabase } from '../../support/remove-embedded-database.ts';
import { ROOT, runServer, type ServerRun } from '../../support/run-server.ts';

/** A server of this version in a process of its own, that may be killed and started again. */
export interface FaultServer {
  readonly port: number;
  readonly baseUrl: string;
  readonly dataDirectory: string;
  /** Of the process that runs now. */
  pid(): number;
  /** Starts it. Throws with what it said where it ended instead. */
  start(variables?: Record<string, string>): Promise<void>;
  /** Sends the signal and waits until the process is gone. Answers the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** The exit code, once the process that runs now has ended. */
  ended(): Promise<number | null>;
  /** All that the process that runs now has printed. */
  said(): string;
  /** What a stage reads and writes past the server; closed by the caller. */
  open(): Promise<BooksAccess>;
}

/** The books as others than the server reach them. */
export interface BooksAccess {
  /** As the server sees them: fenced. */
  readonly database: Database;
  /** As their owner sees them: past the fence. */
  readonly owner: pg.Pool;
  close(): Promise<void>;
}

/** Where the server's database is. */
export interface DatabasePlace {
  /** What the server is told of it. */
  readonly variables: Record<string, string>;
  /** How its owner connects, while it runs. */
  owner(): Promise<pg.ClientConfig>;
}

/** A new folder that everyone may enter, removed in the end. */
export async function makeFolder(run: Run): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'recount-faults-'));
  await chmod(folder, 0o755);
  run.onEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The database that the server keeps in its data directory itself. */
export function embeddedPlace(dataDirectory: string): DatabasePlace {
  return {
    variables: {},
    async owner() {
      const embedded = await attachEmbeddedDatabase({ dataDirectory });
      if (!embedded) throw new Error(`No PostgreSQL runs in ${dataDirectory}.`);
      return embedded.owner;
    },
  };
}

/** The first process of the embedded database of a data directory. */
export async function findDatabaseProcess(dataDirectory: string): Promise<number> {
  const home = await findClusterHome(dataDirectory);
  const postmaster = home && (await findPostmaster(home));
  if (!postmaster) throw new Error(`No PostgreSQL runs in ${dataDirectory}.`);
  return postmaster.pid;
}

/**
 * Readies a server on a data directory of its own, without starting it; stopped and removed in the end.
 *
 * @param place of its database; the embedded one when left out
 */
export async function prepareServer(
  run: Run,
  dataDirectory: string,
  place: DatabasePlace = embeddedPlace(dataDirectory),
): Promise<FaultServer> {
  const port = await findFreePort();
  const variables = {
    PORT: String(port),
    RECOUNT_DATA_DIR: dataDirectory,
    RECOUNT_DEMO: '0',
    RECOUNT_RATE_LIMIT: '0',
    LOG_LEVEL: 'error',
    // As npm start has it.
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'node-compile'),
    ...place.variables,
  };
  let current: ServerRun | undefined;
  const running = (): ServerRun => {
    if (!current) throw new Error('The server was not started yet.');
    return current;
  };
  run.onEnd(() => removeEmbeddedDatabase(dataDirectory));
  run.onEnd(() => stopForGood(current, dataDirectory));
  return {
    port,
    baseUrl: `http://127.0.0.1:${port}`,
    dataDirectory,
    pid: () => running().child.pid!,
    ended: () => running().ended,
    said: () => running().said(),
    async start(more = {}) {
      current = await runServer({ ...variables, ...more });
      if (!current.said().includes('is running'))
        throw new Error(`The server did not start: ${current.said()}`);
    },
    async end(signal) {
      running().child.kill(signal);
      return running().ended;
    },
    open: async () => openBooks(await place.owner()),
  };
}

/** The role is stepped into in every transaction: so the same opening serves databases in which it cannot log in. */
function openBooks(owner: pg.ClientConfig): BooksAccess {
  const pool = openPool({ connection: owner, size: 4 });
  const ownerPool = openPool({ connection: owner, size: 2 });
  const database = openDatabase(pool, { role: SERVER_ROLE });
  return {
    database,
    owner: ownerPool,
    async close() {
      await database.close();
      await ownerPool.end();
    },
  };
}

/** Does something with the books past the server. */
export async function withBooks<T>(
  server: FaultServer,
  work: (books: BooksAccess) => Promise<T>,
): Promise<T> {
  const books = await server.open();
  try {
    return await work(books);
  } finally {
    await books.close();
  }
}

/** A server that was killed has left its database running. */
async function stopForGood(current: ServerRun | undefined, dataDirectory: string): Promise<void> {
  current?.child.kill('SIGTERM');
  await current?.ended;
  await (await attachEmbeddedDatabase({ dataDirectory }))?.stop();
}

/** Asks /readyz until it answers with this status. Answers how many seconds that took. */
export async function untilReadiness(server: FaultServer, status: number, limit = 60_000): Promise<number> {
  const started = performance.now();
  for (;;) {
    const answer = await fetch(`${server.baseUrl}/readyz`).catch(() => undefined);
    await answer?.arrayBuffer();
    const seconds = (performance.now() - started) / 1000;
    if (answer?.status === status) return seconds;
    if (seconds * 1000 > limit)
      throw new Error(
        `/readyz did not answer ${status} within ${limit / 1000} s; it last answered ${answer?.status ?? 'nothing'}.`,
      );
    await sleep(50);
  }
}

/** The key that the server encrypts with. */
export function secretKeyOf(server: FaultServer): Promise<Buffer> {
  return readServerKey({ dataDirectory: server.dataDirectory });
}
