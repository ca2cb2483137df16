import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { readServerKey } from '../../src/partners/index.ts';
import { type Database, openDatabase } from '../../src/platform/database/database.ts';
import { attachEmbeddedDatabase } from '../../src/platform/database/embedded/start-embedded-database.ts';
import type { OwnerConnection } from '../../src/platform/database/embedded/wait-until-ready.ts';
import { openPool } from '../../src/platform/database/pool.ts';
import { serverConnection } from '../../src/start/server-connection.ts';
import { removeEmbeddedDatabase } from '../../test/support/remove-embedded-database.ts';
import type { Run } from './run.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** A server of this version in a process of its own, on an embedded database of its own that writes to the disk. */
export interface BenchServer {
  readonly port: number;
  /** The server's process. */
  readonly pid: number;
  /** PostgreSQL's first process. */
  readonly postmaster: number;
  /** From the start of its process to its first answer. */
  readonly secondsToAnswer: number;
  readonly dataDirectory: string;
  readonly secretKey: Buffer;
  /** As the server sees the database, without its limit on how long a statement may take. */
  readonly database: Database;
  /** As its owner sees it: past the fence. */
  readonly owner: pg.Pool;
  /** How others connect as the server's role. */
  readonly connection: ReturnType<typeof serverConnection>;
  stop(): Promise<void>;
}

/** A data directory of this run's own, on the repository's disk; removed in the end. */
export async function makeDataDirectory(run: Run): Promise<string> {
  const dataDirectory = join(ROOT, 'node_modules', '.cache', `recount-bench-${process.pid}`);
  await mkdir(dataDirectory, { recursive: true });
  run.onEnd(() => removeEmbeddedDatabase(dataDirectory));
  return dataDirectory;
}

/** Starts a server as `npm start` does, without the demo, and waits until it answers. */
export async function startBenchServer(run: Run, dataDirectory: string): Promise<BenchServer> {
  const port = await findFreePort();
  const started = performance.now();
  const child = spawnServer(port, dataDirectory);
  let ended = false;
  child.once('close', () => {
    ended = true;
  });
  const stopServer = async () => {
    if (ended) return;
    child.kill('SIGTERM');
    await new Promise((done) => child.once('close', done));
  };
  run.onEnd(stopServer);
  await waitForAnswer(port, () => ended);
  const secondsToAnswer = (performance.now() - started) / 1000;
  const { owner, connection, postmaster } = await findDatabase(dataDirectory);
  const withoutLimit = { options: '-c statement_timeout=0' };
  const pool = openPool({ connection: { ...connection, ...withoutLimit }, size: 4 });
  const ownerPool = openPool({ connection: owner, size: 2 });
  const database = openDatabase(pool);
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await database.close();
    await ownerPool.end();
    await stopServer();
  };
  run.onEnd(stop);
  const secretKey = await readServerKey({ dataDirectory });
  return {
    port,
    pid: child.pid!,
    postmaster,
    secondsToAnswer,
    dataDirectory,
    secretKey,
    database,
    owner: ownerPool,
    connection,
    stop,
  };
}

/** Runs what `npm start` runs: its shell becomes the server, so that the process is the server's. */
function spawnServer(port: number, dataDirectory: string): ChildProcess {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return spawn('sh', ['-c', scripts.start], {
    cwd: ROOT,
    env: {
      PATH: [join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
      // For a profile of the server: BENCH_NODE_OPTIONS=--cpu-prof.
      NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS ?? '',
      PORT: String(port),
      RECOUNT_DATA_DIR: dataDirectory,
      RECOUNT_DEMO: '0',
      // Counted, as everything that is checked, and never reached.
      RECOUNT_RATE_LIMIT: '999999999',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}

async function waitForAnswer(port: number, hasEnded: () => boolean): Promise<void> {
  for (;;) {
    if (hasEnded()) throw new Error('The server ended before it answered.');
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await sleep(10);
  }
}

async function findDatabase(dataDirectory: string) {
  const embedded = await attachEmbeddedDatabase({ dataDirectory });
  if (!embedded) throw new Error(`No PostgreSQL runs in ${dataDirectory}.`);
  const owner: OwnerConnection = embedded.owner;
  const [pid] = (await readFile(join(embedded.cluster, 'postmaster.pid'), 'utf8')).split('\n');
  return { owner, connection: serverConnection(owner), postmaster: Number(pid) };
}
