import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRoot, NOBODY } from '../../src/platform/database/embedded/server-user.ts';
import { findFreePort } from '../../src/platform/database/embedded/socket-directory.ts';

/**
 * What packages of the system bring (Debian: postgresql-15, pgbouncer, hledger, beancount); undefined where they are not
 * installed.
 */
export const POSTGRESQL_15 = ['/usr/lib/postgresql/15/bin', '/usr/pgsql-15/bin'].find((folder) =>
  existsSync(join(folder, 'postgres')),
);
export const PGBOUNCER = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find((path) => existsSync(path));

export const HLEDGER = ['/usr/bin/hledger', '/usr/local/bin/hledger', '/opt/homebrew/bin/hledger'].find(
  (path) => existsSync(path),
);
/** The folder of Beancount's programs: bean-check and bean-query. */
export const BEANCOUNT = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'].find((folder) =>
  existsSync(join(folder, 'bean-query')),
);

/** A program that a test has started. */
export interface RunningProgram {
  readonly port: number;
  stop(): Promise<void>;
}

/** Neither program runs as root. */
const user = isRoot() ? NOBODY : {};
const environment = { PATH: process.env.PATH, LC_ALL: 'C' };

/** Makes a folder for the programs' user. */
async function makeFolder(path: string): Promise<void> {
  await mkdir(path);
  await chmod(path, 0o700);
  if (isRoot()) await chown(path, NOBODY.uid, NOBODY.gid);
}

async function waitForPort(port: number, child: ChildProcess, said: () => string): Promise<void> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const answers = await new Promise<boolean>((done) => {
      socket.once('connect', () => done(true)).once('error', () => done(false));
    });
    socket.destroy();
    if (answers) return;
    await sleep(50);
  }
  throw new Error(`${child.spawnfile} ended: ${said()}`);
}

async function run(program: string, args: string[], port: number): Promise<RunningProgram> {
  const child = spawn(program, args, { ...user, cwd: '/', env: environment });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said = (said + text).slice(-4000);
    });
  }
  const ended = new Promise((done) => child.once('close', done));
  await waitForPort(port, child, () => said);
  return {
    port,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** Starts a new PostgreSQL 15 of the system, with a superuser `postgres` who needs no password. */
export async function startPostgres15(folder: string): Promise<RunningProgram> {
  const cluster = join(folder, 'cluster');
  await makeFolder(cluster);
  const initdb = [
    '-D',
    cluster,
    '-U',
    'postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ];
  execFileSync(join(POSTGRESQL_15!, 'initdb'), initdb, {
    ...user,
    cwd: '/',
    env: environment,
    stdio: 'pipe',
  });
  const port = await findFreePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const args = ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])];
  return run(join(POSTGRESQL_15!, 'postgres'), args, port);
}

/** Where a pooler leads to. */
export interface PooledDatabase {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Whether this PgBouncer prepares statements again on each connection, as it can from 1.21 on. */
export function pgbouncerPrepares(): boolean {
  const [, minor] =
    /PgBouncer 1\.(\d+)/.exec(execFileSync(PGBOUNCER!, ['--version'], { encoding: 'utf8' })) ?? [];
  return Number(minor) >= 21;
}

/** Starts PgBouncer in transaction mode before a database; each transaction gets the next of a few connections. */
export async function startPgbouncer(folder: string, place: PooledDatabase): Promise<RunningProgram> {
  const own = join(folder, 'pgbouncer');
  await makeFolder(own);
  const port = await findFreePort();
  const quoted = `'${place.password.replaceAll("'", "''")}'`;
  const settings = [
    '[databases]',
    `${place.database} = host=${place.host} port=${place.port} user=${place.user} password=${quoted}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    'default_pool_size = 6',
    'server_round_robin = 1',
    ...(pgbouncerPrepares() ? ['max_prepared_statements = 100'] : []),
  ];
  const path = join(own, 'pgbouncer.ini');
  await writeFile(path, `${settings.join('\n')}\n`);
  if (isRoot()) await chown(path, NOBODY.uid, NOBODY.gid);
  return run(PGBOUNCER!, [path], port);
}
