import { execFileSync } from 'node:child_process';
import { chmod, mkdir, open, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '../../bench/harness/run.ts';
import { isRoot } from '../../src/platform/database/embedded/server-user.ts';
import { type Fault, Skipped } from './harness/fault.ts';
import { makeFolder, prepareServer, withBooks } from './harness/fault-server.ts';
import type { Load } from './harness/load.ts';
import { makeFaultBooks, provokeInLoad } from './harness/rounds.ts';

const DISK_BYTES = 400 * 1024 * 1024;
/** How long the disk stays full. */
const FULL_FOR = 3_000;

/**
 * Mounts a small disk of its own; unmounted in the end.
 *
 * @throws Skipped where none may be mounted
 */
async function mountSmallDisk(run: Run): Promise<string> {
  if (process.platform !== 'linux' || !isRoot())
    throw new Skipped('only root on Linux may mount a small disk');
  const folder = await makeFolder(run);
  const [image, disk] = [join(folder, 'disk.img'), join(folder, 'disk')];
  await writeFile(image, '');
  await truncate(image, DISK_BYTES);
  await mkdir(disk);
  try {
    // Without blocks that only root may use, it is full for everybody at once.
    execFileSync('mkfs.ext4', ['-q', '-m', '0', image], { stdio: 'pipe' });
    execFileSync('mount', ['-o', 'loop', image, disk], { stdio: 'pipe' });
  } catch (error) {
    const said = String((error as { stderr?: Buffer }).stderr ?? (error as Error).message).trim();
    throw new Skipped(`no small disk could be mounted: ${said}`);
  }
  run.onEnd(async () => void execFileSync('umount', [disk], { stdio: 'pipe' }));
  await chmod(disk, 0o755);
  return disk;
}

/** Writes until the disk takes nothing more. */
async function fillDisk(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const size of [1024 * 1024, 4096]) {
      const block = Buffer.alloc(size, 1);
      for (let full = false; !full; ) {
        await file.write(block).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOSPC') throw error;
          full = true;
        });
      }
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until nothing is made any more, filling what the database frees meanwhile. */
async function untilRefused(load: Load, filler: (part: number) => Promise<void>): Promise<void> {
  const count = () => load.invoices.filter(({ answer }) => answer).length;
  for (let part = 1; part <= 60; part += 1) {
    const before = count();
    await filler(part);
    await sleep(500);
    if (count() === before) return;
  }
  throw new Error('The server went on making invoices on a full disk.');
}

export const fault: Fault = {
  summary:
    'the disk of the embedded database is full in mid-load, then has room again (from then on); nothing is restarted by hand',
  times: 3,
  async provoke(run, times) {
    const disk = await mountSmallDisk(run);
    const server = await prepareServer(run, join(disk, 'data'));
    await server.start();
    const pid = server.pid();
    const books = await makeFaultBooks(server);
    const outcome = await provokeInLoad({
      run,
      times,
      server,
      books,
      async strike(_round, load) {
        const fillers: string[] = [];
        await untilRefused(load, async (part) => {
          const path = join(disk, `filler-${part}`);
          fillers.push(path);
          await fillDisk(path);
          // The log of changes needs a new file then, and not only after many invoices.
          await withBooks(server, ({ owner }) => owner.query('SELECT pg_switch_wal()')).catch(() => {});
        });
        const { status } = await fetch(`${server.baseUrl}/healthz`);
        if (status !== 200) throw new Error(`/healthz answered ${status} on a full disk.`);
        await sleep(FULL_FOR);
        for (const path of fillers) await rm(path, { force: true });
        return performance.now();
      },
    });
    process.kill(pid, 0);
    const restarts = server.said().split('starting it again').length - 1;
    return { ...outcome, notes: [`PostgreSQL ended ${restarts} times and was started again by the server`] };
  },
};
