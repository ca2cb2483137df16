import { once } from 'node:events';
import { chmod, lchown, lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import type { ClusterHome } from './cluster-home.ts';
import { syncFolder, writeDatabaseFile } from './database-file.ts';
import { spawnAsServer } from './run-as-server.ts';
import type { ServerUser } from './server-user.ts';

const MAJOR_VERSION = '18';

/**
 * Whether the cluster is there and of our PostgreSQL's version.
 * @throws when another version wrote it, or when a cluster that was there is gone, saying what to do
 */
export async function checkCluster(home: ClusterHome): Promise<boolean> {
  const version = await readFile(join(home.cluster, 'PG_VERSION'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      if (error.code !== 'EACCES') throw error;
      throw new Error(
        `${home.cluster} belongs to another user: run Recount as the user who started it first.`,
      );
    },
  );
  if (version === null && home.record.initialised) {
    throw new Error(
      `The database in ${home.cluster} is gone: restore it from a backup. To begin with empty books instead, ` +
        `remove ${join(home.dataDirectory, 'database.json')}.`,
    );
  }
  if (version !== null && version.trim() !== MAJOR_VERSION) {
    throw new Error(
      `The database in ${home.cluster} is of PostgreSQL ${version.trim()}, and this Recount brings ${MAJOR_VERSION}. ` +
        'Export the books with the Recount that wrote them and import them into a new data directory.',
    );
  }
  return version !== null;
}

/**
 * Makes a new cluster. It gets its final name only when it is whole, so an interrupted initialisation is done again.
 * @throws with what initdb said when it fails
 */
export async function initialiseCluster(
  home: ClusterHome,
  binaries: Binaries,
  durable: boolean,
): Promise<void> {
  const draft = `${home.cluster}.draft`;
  const passwordFile = join(home.folder, 'initdb-password');
  await rm(draft, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(draft, { mode: 0o700 });
  if (home.user !== null) await lchown(draft, home.user.uid, home.user.gid);
  try {
    await writePasswordFile(passwordFile, home);
    await runInitdb(binaries.initdb, nameInitdbArguments(home, draft, passwordFile, durable), home.user);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, home.cluster);
  await syncFolder(home.folder);
}

/** Notes that the cluster has been made: from now on a missing one is a loss, not a first start. */
export async function markInitialised(home: ClusterHome): Promise<void> {
  if (!home.record.initialised) {
    await writeDatabaseFile(home.dataDirectory, { ...home.record, initialised: true });
  }
}

/** Gives the cluster the owner and mode PostgreSQL asks for: a restored backup may be root's. */
export async function ownCluster(home: ClusterHome): Promise<void> {
  const folder = await lstat(home.cluster);
  // Its parent may be the server user's: a link planted there must not change the mode of what it points to.
  if (!folder.isDirectory()) throw new Error(`${home.cluster} is not a folder.`);
  if (home.user !== null && folder.uid !== home.user.uid) await chownAll(home.cluster, home.user);
  if ((folder.mode & 0o077) !== 0) await chmod(home.cluster, 0o700);
}

function nameInitdbArguments(
  home: ClusterHome,
  cluster: string,
  passwordFile: string,
  durable: boolean,
): string[] {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [`--username=${home.record.user}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  return ['-D', cluster, ...locale, ...access, '--no-instructions', ...(durable ? [] : ['--no-sync'])];
}

async function writePasswordFile(path: string, home: ClusterHome): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${home.record.password}\n`);
    if (home.user !== null) await file.chown(home.user.uid, home.user.gid);
  } finally {
    await file.close();
  }
}

async function runInitdb(initdb: string, parameters: string[], user: ServerUser | null): Promise<void> {
  const child = await spawnAsServer(initdb, parameters, user, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
  }
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (exitCode === 0) return;
  const advice = output.includes('could not look up effective user ID')
    ? 'Run Recount as a user who is in /etc/passwd, or set DATABASE_URL.'
    : '';
  throw new Error(`initdb failed (${exitCode ?? signal}). ${advice}\n${output.trim()}`);
}

async function chownAll(path: string, user: ServerUser): Promise<void> {
  await lchown(path, user.uid, user.gid);
  const entry = await lstat(path);
  if (!entry.isDirectory()) return;
  for (const name of await readdir(path)) await chownAll(join(path, name), user);
}
