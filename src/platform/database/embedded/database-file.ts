import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** What `<data dir>/database.json` (mode 600) keeps. */
export interface DatabaseFile {
  /** Where the cluster is: relative to the data directory when it lies inside it. */
  readonly cluster: string;
  /** The data directory this file was written in: tells a copy from the original. */
  readonly dataDirectory: string;
  readonly user: string;
  readonly password: string;
  /** False until the first initialisation has finished: only then may a missing cluster be made anew. */
  readonly initialised: boolean;
}

/**
 * Reads where the cluster is and how to open it.
 * @returns null when the data directory has no database yet
 * @throws when the file cannot be read or is damaged
 */
export async function readDatabaseFile(dataDirectory: string): Promise<DatabaseFile | null> {
  const path = nameDatabaseFile(dataDirectory);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as DatabaseFile;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    if (code === 'EACCES') {
      throw new Error(`${path} belongs to another user: run Recount as the user who started it first.`);
    }
    throw new Error(`${path} cannot be read (${(error as Error).message}): restore it from a backup.`);
  }
}

/** Replaces the file in one step, on the disk before this returns, since a lost password locks the books. */
export async function writeDatabaseFile(dataDirectory: string, content: DatabaseFile): Promise<void> {
  const path = nameDatabaseFile(dataDirectory);
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncFolder(dataDirectory);
}

/** Puts a folder's entries (a rename in it) on the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

function nameDatabaseFile(dataDirectory: string): string {
  return join(dataDirectory, 'database.json');
}
