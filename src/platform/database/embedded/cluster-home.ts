import { createHash, randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { chmod, lchown, lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type DatabaseFile, readDatabaseFile, writeDatabaseFile } from './database-file.ts';
import { findClosedParent, isRoot, mayEnter, NOBODY, type ServerUser } from './server-user.ts';

/** Where a data directory's database lives and who runs it. */
export interface ClusterHome {
  /** Its real path. */
  readonly dataDirectory: string;
  /** The folder the server's user can reach; holds the cluster, its socket and, where needed, the binaries. */
  readonly folder: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  /** Short name of the data directory, for paths outside it. */
  readonly key: string;
  /** Null: PostgreSQL runs as whoever runs this process. */
  readonly user: ServerUser | null;
  readonly record: DatabaseFile;
}

/** Where root keeps what another user must reach and the data directory's parents do not let through. */
const SHARED_FOLDER = '/var/lib/recount';

/** The folder of a data directory (by its key) under /var/lib/recount. */
export function nameSharedFolder(key: string): string {
  return join(SHARED_FOLDER, key);
}

/**
 * Makes the data directory where it is missing: enterable by others only as root, whose database another user runs.
 * @returns its real path
 */
export async function makeDataDirectory(path: string): Promise<string> {
  const mode = isRoot() ? 0o711 : 0o700;
  const made = await mkdir(path, { recursive: true, mode: 0o755 });
  const real = await realpath(path);
  if (made !== undefined) await chmod(real, mode);
  return real;
}

/**
 * Finds the database of a data directory, changing nothing.
 * @returns null when it has none yet
 */
export async function findClusterHome(dataDirectory: string): Promise<ClusterHome | null> {
  const real = await realpath(dataDirectory).catch(() => null);
  const record = real === null ? null : await readDatabaseFile(real);
  if (real === null || record === null) return null;
  const cluster = resolve(real, record.cluster);
  const owner = await statOrNull(cluster);
  return describeHome(real, record, isRoot() ? chooseUser(owner) : null);
}

/**
 * Decides where the database of a data directory lives, on its first start for good, and makes the folders.
 * @throws when the decision of the first start no longer holds, saying what to do
 */
export async function prepareClusterHome(dataDirectory: string): Promise<ClusterHome> {
  const real = await makeDataDirectory(dataDirectory);
  const home = (await findClusterHome(real)) ?? (await chooseClusterHome(real));
  const moved = await followMove(home);
  if (moved.user !== null) await openToUser(moved, moved.user);
  return moved;
}

async function chooseClusterHome(dataDirectory: string): Promise<ClusterHome> {
  const inside = join(dataDirectory, 'postgres');
  if ((await statOrNull(join(inside, 'PG_VERSION'))) !== null) {
    throw new Error(
      `${inside} holds a database but ${join(dataDirectory, 'database.json')}, with its password, is missing: ` +
        'restore it from a backup.',
    );
  }
  const closed = isRoot() && (await findClosedParent(dataDirectory, NOBODY)) !== null;
  const record: DatabaseFile = {
    cluster: closed ? join(await findFreeFolder(nameKey(dataDirectory)), 'postgres') : 'postgres',
    dataDirectory,
    user: 'postgres',
    password: randomBytes(24).toString('base64url'),
    initialised: false,
  };
  await writeDatabaseFile(dataDirectory, record);
  return describeHome(dataDirectory, record, isRoot() ? NOBODY : null);
}

function describeHome(dataDirectory: string, record: DatabaseFile, user: ServerUser | null): ClusterHome {
  const cluster = resolve(dataDirectory, record.cluster);
  const folder = dirname(cluster);
  const key = folder === dataDirectory ? nameKey(dataDirectory) : basename(folder);
  return { dataDirectory, folder, cluster, key, user, record };
}

/**
 * The folder under /var/lib/recount for a new cluster. One that is there belongs to a data directory that was removed,
 * moved or not mounted: somebody's books, so the new ones go beside them.
 */
async function findFreeFolder(key: string): Promise<string> {
  for (let count = 1; ; count++) {
    const folder = nameSharedFolder(count === 1 ? key : `${key}-${count}`);
    if ((await statOrNull(join(folder, 'postgres'))) === null) return folder;
  }
}

/** A data directory may be moved. A copy that still names the original's cluster must not be opened. */
async function followMove(home: ClusterHome): Promise<ClusterHome> {
  const before = home.record.dataDirectory;
  if (before === home.dataDirectory) return home;
  const outside = home.folder !== home.dataDirectory;
  if (outside && (await readDatabaseFile(before))?.password === home.record.password) {
    throw new Error(
      `${home.dataDirectory} is a copy of ${before}, whose database is in ${home.cluster}: both would write to it. ` +
        'Use an empty data directory, or remove the original.',
    );
  }
  const record = { ...home.record, dataDirectory: home.dataDirectory };
  await writeDatabaseFile(home.dataDirectory, record);
  return { ...home, record };
}

/** Lets the server's user through to the cluster, touching only the data directory and /var/lib/recount. */
async function openToUser(home: ClusterHome, user: ServerUser): Promise<void> {
  if (home.folder !== home.dataDirectory) return await makeSharedFolder(home.folder, user);
  const closed = await findClosedParent(home.dataDirectory, user);
  if (closed !== null) {
    throw new Error(
      `The database in ${home.cluster} runs as user ${user.uid}, who may not enter ${closed}. ` +
        `Open it again (chmod o+x '${closed}') or move the data directory.`,
    );
  }
  const folder = await stat(home.dataDirectory);
  if (!mayEnter(folder, user)) await chmod(home.dataDirectory, (folder.mode & 0o777) | 0o011);
}

/** Makes a folder under /var/lib/recount that belongs to the server's user; everyone may pass, only it may list. */
export async function makeSharedFolder(folder: string, user: ServerUser): Promise<void> {
  await mkdir(SHARED_FOLDER, { recursive: true });
  await chmod(SHARED_FOLDER, 0o711);
  await mkdir(folder, { recursive: true });
  await lchown(folder, user.uid, user.gid);
  await chmod(folder, 0o711);
}

/** A cluster made by an unprivileged user stays theirs when root starts it; one of root's (a restored backup) cannot. */
function chooseUser(cluster: Stats | null): ServerUser {
  return cluster === null || cluster.uid === 0 ? NOBODY : { uid: cluster.uid, gid: cluster.gid };
}

async function statOrNull(path: string): Promise<Stats | null> {
  return await lstat(path).catch(() => null);
}

function nameKey(dataDirectory: string): string {
  return createHash('sha256').update(dataDirectory).digest('hex').slice(0, 12);
}
