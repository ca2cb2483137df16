import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ServerUser } from './server-user.ts';

/**
 * Spawns one of PostgreSQL's programs as the server's user.
 * @returns the process, once it runs
 * @throws with what to do, when it could not be started at all
 */
export async function spawnAsServer(
  program: string,
  parameters: string[],
  user: ServerUser | null,
  options: SpawnOptions,
): Promise<ChildProcess> {
  try {
    const child = spawn(program, parameters, { ...describeSpawn(user), ...options });
    await once(child, 'spawn');
    return child;
  } catch (error) {
    throw explainSpawnError(program, error as NodeJS.ErrnoException);
  }
}

/**
 * How PostgreSQL's programs are spawned: as the server's user, from a folder everyone can enter, and with nothing of
 * our environment (PGPORT and its like would change them, secrets would be readable in /proc by the server's user).
 */
export function describeSpawn(user: ServerUser | null): SpawnOptions {
  return {
    ...(user ?? {}),
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  };
}

function explainSpawnError(program: string, error: NodeJS.ErrnoException): Error {
  const advice =
    error.code === 'ENOENT'
      ? 'It is built for glibc and does not run on musl (Alpine): set DATABASE_URL to a PostgreSQL 18 database.'
      : 'Run Recount as an unprivileged user, or set DATABASE_URL to a PostgreSQL 18 database.';
  return new Error(`${program} could not be started (${error.code}). ${advice}`, { cause: error });
}
