import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeDataDirectory } from './cluster-home.ts';
import { identifyProcess } from './process-identity.ts';

/** A hold on a data directory: while it lasts no second server starts on it. */
export interface DataDirectoryLock {
  /** Lets go; again, or after another process took over, is harmless. */
  release(): Promise<void>;
}

/** What `<data dir>/server.lock` holds. The identity tells the holder from a later process with its number. */
interface Holder {
  readonly pid: number;
  readonly identity: string | null;
}

const LONGEST_TAKEOVER = 5_000;

/**
 * Takes the data directory (made where missing) for this process. A lock whose process is gone is taken over.
 * @throws when another process holds it, naming the process
 */
export async function lockDataDirectory(dataDirectory: string): Promise<DataDirectoryLock> {
  const path = join(await makeDataDirectory(dataDirectory), 'server.lock');
  const own = describeOwnLock();
  for (const deadline = performance.now() + LONGEST_TAKEOVER; performance.now() < deadline; await sleep(10)) {
    if (await placeLock(path, own)) return { release: () => releaseLock(path, own) };
    const holder = await findHolder(path);
    if (holder !== null) {
      throw new Error(
        `Another Recount (process ${holder.pid}) runs on ${dataDirectory}: stop it, or use another data directory.`,
      );
    }
    await dropStaleLock(path);
  }
  throw new Error(`${path} cannot be taken over: remove it when no Recount runs on ${dataDirectory}.`);
}

function describeOwnLock(): string {
  const holder: Holder = { pid: process.pid, identity: identifyProcess(process.pid) };
  return JSON.stringify({ ...holder, token: randomBytes(8).toString('hex') });
}

/** A link appears whole or not at all, so nobody ever reads half a lock. */
async function placeLock(path: string, content: string): Promise<boolean> {
  const draft = nameBeside(path);
  await writeFile(draft, content, { mode: 0o644 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Only one process at a time may look at a stale lock and remove it: two would each remove what they saw, and the
 * later one a lock that was taken in between.
 */
async function dropStaleLock(path: string): Promise<void> {
  const [guard, own] = [`${path}.takeover`, describeOwnLock()];
  if (await placeLock(guard, own)) {
    if ((await findHolder(path)) === null) await rm(path, { force: true });
    await releaseLock(guard, own);
  } else if ((await findHolder(guard)) === null) {
    // Its process was killed in the moment of a takeover.
    await rm(guard, { force: true });
  }
}

async function releaseLock(path: string, own: string): Promise<void> {
  if ((await readLock(path)) === own) await rm(path, { force: true });
}

async function readLock(path: string): Promise<string | null> {
  return await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/** The process behind a lock, or null when there is none any more. */
async function findHolder(path: string): Promise<Holder | null> {
  try {
    const holder = JSON.parse((await readLock(path)) ?? '{}') as Partial<Holder>;
    const identity = identifyProcess(holder.pid ?? 0);
    return identity !== null && identity === holder.identity ? { pid: holder.pid ?? 0, identity } : null;
  } catch (error) {
    // Empty or cut off: written as the machine lost power, so its process is gone.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function nameBeside(path: string): string {
  return `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
}
