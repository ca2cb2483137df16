import { constants } from 'node:fs';
import { lstat, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import type { ClusterHome } from './cluster-home.ts';
import { identifyProcess, readCommandLine } from './process-identity.ts';
import { spawnAsServer } from './run-as-server.ts';

/** A process of the server. */
export interface RunningProcess {
  readonly pid: number;
  /** Tells it from a later process with the same number. */
  readonly identity: string;
}

/** A running PostgreSQL server, as its postmaster.pid describes it. */
export interface Postmaster extends RunningProcess {
  /** Folder of its socket, or the address it listens on; null while it has not said yet. */
  readonly host: string | null;
  readonly port: number;
}

const LONGEST_LOG = 10 * 1024 * 1024;
/** The signals of a fast and of an immediate shutdown, and how long each may take. */
const SHUTDOWNS = [
  ['SIGINT', 8_000],
  ['SIGQUIT', 6_000],
] as const;

/** The server that runs on this cluster, or null: a process that merely has its old number does not count. */
export async function findPostmaster(home: ClusterHome): Promise<Postmaster | null> {
  const [pidLine = '', , , port = '', socketDirectory = '', address = ''] = await readPidFile(home.cluster);
  const pid = Number(pidLine);
  const identity = identifyProcess(pid);
  if (identity === null || !(await isPostmasterOf(home.cluster, pid))) return null;
  const host = socketDirectory || address || null;
  return { pid, identity, host: port === '' ? null : host, port: Number(port) };
}

/** Whether that very process still runs. */
export function isRunning(postmaster: RunningProcess): boolean {
  return identifyProcess(postmaster.pid) === postmaster.identity;
}

/**
 * Removes a postmaster.pid whose number now belongs to something that is no PostgreSQL: the server itself would refuse
 * to start when that process is of the same user, as after a restart of a container, where numbers repeat.
 */
export async function dropStalePidFile(cluster: string): Promise<void> {
  const [pidLine] = await readPidFile(cluster);
  if (pidLine === undefined) return;
  const command = identifyProcess(Number(pidLine)) === null ? null : readCommandLine(Number(pidLine));
  if (command === null || /(^|\/)postgres(:| |$)/.test(command)) return;
  await rm(join(cluster, 'postmaster.pid'), { force: true });
}

/**
 * Spawns the server in a session of its own, so that a terminal's Ctrl-C does not reach it, writing to
 * `<cluster>/postgres.log`.
 * @returns the process, and `failure()`: what it said when it has already ended, else null
 * @throws when it could not even be spawned
 */
export async function spawnPostmaster(
  home: ClusterHome,
  binaries: Binaries,
  parameters: string[],
): Promise<RunningProcess & { failure: () => Promise<string | null> }> {
  const path = join(home.cluster, 'postgres.log');
  const log = await openLog(path, home);
  const start = (await log.stat()).size;
  const child = await spawnAsServer(binaries.postgres, ['-D', home.cluster, ...parameters], home.user, {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  }).finally(() => log.close());
  child.unref();
  const failure = async () => {
    const ended = child.exitCode ?? child.signalCode;
    if (ended === null) return null;
    const said = (await readFile(path)).subarray(start).toString('utf8').trim().slice(-4000);
    return `PostgreSQL ended while starting (${ended}). Its log, ${path}, says:\n${said}`;
  };
  return { pid: child.pid!, identity: identifyProcess(child.pid!) ?? '', failure };
}

/**
 * Stops the server: open transactions are rolled back, and this returns when it is gone. Does nothing when it is not
 * the one that was started or found.
 * @throws when it outlives even the immediate shutdown
 */
export async function stopPostmaster(postmaster: RunningProcess): Promise<void> {
  for (const [signal, limit] of SHUTDOWNS) {
    if (!isRunning(postmaster)) return;
    signalProcess(postmaster.pid, signal);
    const deadline = performance.now() + limit;
    while (performance.now() < deadline && isRunning(postmaster)) await sleep(10);
  }
  if (isRunning(postmaster)) throw new Error(`PostgreSQL (process ${postmaster.pid}) does not stop.`);
}

async function readPidFile(cluster: string): Promise<string[]> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    },
  );
  return text === '' ? [] : text.split('\n').map((line) => line.trim());
}

/**
 * By its command line, which everyone may read: root without CAP_SYS_PTRACE, as in most containers, cannot see another
 * user's working directory. Command lines can be forged, so the owner must fit too.
 */
async function isPostmasterOf(cluster: string, pid: number): Promise<boolean> {
  const command = readCommandLine(pid);
  if (command === null || !command.includes(`postgres -D ${cluster} -`)) return false;
  if (process.platform !== 'linux') return true;
  const [running, owner] = await Promise.all([lstat(`/proc/${pid}`).catch(() => null), lstat(cluster)]);
  return running?.uid === owner.uid;
}

async function openLog(path: string, home: ClusterHome) {
  const size = (await lstat(path).catch(() => null))?.size ?? 0;
  if (size > LONGEST_LOG) await rename(path, `${path}.1`);
  // The folder is the server user's: a link it planted there must not make root write elsewhere.
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  const log = await open(path, flags, 0o600);
  if (home.user !== null) await log.chown(home.user.uid, home.user.gid);
  return log;
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
