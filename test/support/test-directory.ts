import { mkdir, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ON_DISK = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
const IN_MEMORY = '/dev/shm';
const NAME = /^recount-test-(\d+)$/;
const ROOM = 4 * 1024 ** 3;

/**
 * Makes the data directory of a run: in memory where there is plenty, else on the disk. Every test file makes and drops a database
 * of hundreds of files, and ext4 looks at each inode that was freed in the last minutes before it takes another: there, a
 * clone costs ten times as much.
 */
export async function makeTestDirectory(): Promise<string> {
  await removeAbandoned(IN_MEMORY);
  const directory = join((await hasRoomInMemory()) ? IN_MEMORY : ON_DISK, `recount-test-${process.pid}`);
  await mkdir(directory, { recursive: true });
  return directory;
}

async function hasRoomInMemory(): Promise<boolean> {
  const { bavail, bsize } = await statfs(IN_MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize >= ROOM && process.availableMemory() >= 2 * ROOM;
}

/** What a run left in memory that was killed: nobody else gives it back. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = Number(NAME.exec(name)?.[1] ?? process.pid);
    if (pid === process.pid || isRunning(pid)) continue;
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
