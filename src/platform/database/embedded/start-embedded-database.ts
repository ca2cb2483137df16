import { rmdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Binaries, findInstalledBinaries, prepareBinaries } from './binaries.ts';
import { type ClusterHome, findClusterHome, prepareClusterHome } from './cluster-home.ts';
import { checkCluster, initialiseCluster, markInitialised, ownCluster } from './initialise-cluster.ts';
import {
  dropStalePidFile,
  findPostmaster,
  isRunning,
  type Postmaster,
  type RunningProcess,
  spawnPostmaster,
  stopPostmaster,
} from './postmaster.ts';
import { nameParameters } from './server-settings.ts';
import { findFreePort, isShortDirectory, makeSocketDirectory, SOCKET_PORT } from './socket-directory.ts';
import { type OwnerConnection, waitUntilReady } from './wait-until-ready.ts';

/** A running embedded PostgreSQL. */
export interface EmbeddedDatabase {
  /** Settings for `pg` as the owner of everything (superuser `postgres`), to the database `recount`. */
  readonly owner: OwnerConnection;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  /** Shuts it down (open transactions are rolled back) and waits until it is gone; again is harmless. */
  stop(): Promise<void>;
}

/** How the embedded PostgreSQL is started. */
export interface StartOptions {
  readonly dataDirectory: string;
  readonly log?: (message: string) => void;
  /** Where there can be no socket, the port to listen on; a free one when left out. */
  readonly port?: number;
  /** PostgreSQL settings over our own, e.g. `{ fsync: 'off' }` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

type Log = (message: string) => void;

const DATABASE_NAME = 'recount';

/**
 * Starts the data directory's PostgreSQL, on the first start making it, or attaches to the one a killed server left
 * running. The caller holds `lockDataDirectory`.
 * @throws with what to do, when the platform has no PostgreSQL, the data is of another version or out of reach
 */
export async function startEmbeddedDatabase(options: StartOptions): Promise<EmbeddedDatabase> {
  const log = options.log ?? (() => {});
  // Before anything is made, so that a platform without a PostgreSQL is told so and left as it was.
  const installed = findInstalledBinaries();
  const home = await prepareClusterHome(options.dataDirectory);
  const exists = await checkCluster(home);
  const running = exists ? await attach(home, log) : null;
  if (running !== null) return running;
  const binaries = await prepareBinaries(home, log, installed);
  if (!exists) {
    log(`making a database in ${home.cluster}`);
    await initialiseCluster(home, binaries, options.settings?.fsync !== 'off');
  }
  await markInitialised(home);
  await ownCluster(home);
  return await launch(home, binaries, options, log);
}

/**
 * Attaches to the data directory's PostgreSQL without starting it: for command-line tools beside a running server.
 * @returns null when none runs
 */
export async function attachEmbeddedDatabase(options: {
  readonly dataDirectory: string;
}): Promise<EmbeddedDatabase | null> {
  const home = await findClusterHome(options.dataDirectory);
  return home === null ? null : await attach(home, () => {});
}

async function attach(home: ClusterHome, log: Log): Promise<EmbeddedDatabase | null> {
  const found = await findPostmaster(home);
  if (found === null) return null;
  const postmaster = await waitForAddress(home, found);
  if (postmaster === null) return null;
  const owner = describeOwner(home, postmaster.host, postmaster.port);
  // One that is just shutting down ends here, and is then started again.
  if (!(await waitUntilReady(owner, async () => isRunning(postmaster), log))) return null;
  log(`attached to the PostgreSQL that runs in ${home.cluster} (process ${postmaster.pid})`);
  return describeDatabase(home, owner, postmaster);
}

/** What the processes of a killed server still hold for moments, while they end or wait to be reaped. */
const HELD_FOR_MOMENTS = /shared memory block|lock file "postmaster\.pid" already exists/;
/** A backend notices that its postmaster was killed once its statement has ended, which may run for 30 seconds. */
const LONGEST_HOLD = 40_000;

async function launch(
  home: ClusterHome,
  binaries: Binaries,
  { settings = {}, port: wanted }: StartOptions,
  log: Log,
): Promise<EmbeddedDatabase> {
  const socketDirectory = await makeSocketDirectory(home);
  if (socketDirectory !== null) await refuseUnseenServer(socketDirectory, home);
  await dropStalePidFile(home.cluster);
  const port = socketDirectory === null ? (wanted ?? (await findFreePort())) : SOCKET_PORT;
  const owner = describeOwner(home, socketDirectory ?? '127.0.0.1', port);
  const parameters = nameParameters(settings, socketDirectory, port);
  for (const deadline = performance.now() + LONGEST_HOLD; ; await sleep(100)) {
    const started = await spawnPostmaster(home, binaries, parameters);
    const ready = await waitUntilReady(owner, async () => (await started.failure()) === null, log).catch(
      async (error: unknown) => {
        await stopPostmaster(started);
        throw error;
      },
    );
    if (ready) return describeDatabase(home, owner, started);
    const failure = await started.failure();
    if (!HELD_FOR_MOMENTS.test(failure ?? '') || performance.now() > deadline) throw new Error(`${failure}`);
  }
}

/** How long the processes of a killed postmaster may hold its socket before they notice. */
const SOCKET_LIMIT = 5_000;

/** A container sees no processes of another one that has the same volume, but it reaches their socket. */
async function refuseUnseenServer(socketDirectory: string, home: ClusterHome): Promise<void> {
  const path = join(socketDirectory, `.s.PGSQL.${SOCKET_PORT}`);
  for (const deadline = performance.now() + SOCKET_LIMIT; await answers(path); await sleep(50)) {
    if (performance.now() > deadline) {
      throw new Error(
        `A PostgreSQL of another container or machine already runs in ${home.cluster}: stop that one.`,
      );
    }
  }
}

async function answers(socketPath: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(socketPath);
    socket.once('error', () => done(false));
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
  });
}

/** A server that has just been spawned has not yet written where it listens. */
async function waitForAddress(
  home: ClusterHome,
  found: Postmaster,
): Promise<(Postmaster & { host: string }) | null> {
  let postmaster: Postmaster | null = found;
  for (const deadline = performance.now() + 30_000; performance.now() < deadline; await sleep(20)) {
    if (postmaster === null) return null;
    const { host } = postmaster;
    if (host !== null) return { ...postmaster, host };
    postmaster = await findPostmaster(home);
  }
  throw new Error(`PostgreSQL (process ${found.pid}) does not say where it listens.`);
}

function describeOwner(home: ClusterHome, host: string, port: number): OwnerConnection {
  return { host, port, user: home.record.user, password: home.record.password, database: DATABASE_NAME };
}

function describeDatabase(
  home: ClusterHome,
  owner: OwnerConnection,
  postmaster: RunningProcess,
): EmbeddedDatabase {
  let stopped: Promise<void> | null = null;
  const stop = async () => {
    await stopPostmaster(postmaster);
    // Leave nothing outside the data directory, and inside it what a next start may just be looking at.
    if (isShortDirectory(home, owner.host)) await rmdir(owner.host).catch(() => {});
  };
  return {
    owner,
    cluster: home.cluster,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
