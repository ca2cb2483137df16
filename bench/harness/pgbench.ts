import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchServer } from './bench-server.ts';
import type { Load } from './load.ts';
import { quantile } from './statistics.ts';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';

/** Where pgbench is: on the PATH, or where Debian keeps it; undefined where it is not installed. */
export function findPgbench(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
  ];
  return folders.map((folder) => join(folder, 'pgbench')).find((path) => existsSync(path));
}

export interface PgbenchJob {
  readonly program: string;
  /** pgbench's own language; one transaction. */
  readonly script: string;
  readonly clients: number;
  readonly transactionsOfEach: number;
  readonly variables?: Readonly<Record<string, number>>;
}

/** Runs a script as the server's role, each client on a connection of its own. */
export async function runPgbench({ connection }: BenchServer, job: PgbenchJob): Promise<Load> {
  const folder = await mkdtemp(join(tmpdir(), 'recount-pgbench-'));
  try {
    await writeFile(join(folder, 'script.sql'), job.script);
    const variables = Object.entries(job.variables ?? {}).flatMap(([name, value]) => [
      '-D',
      `${name}=${value}`,
    ]);
    const args = ['-n', '-M', 'prepared', '-f', 'script.sql', '-l', '--log-prefix=each', ...variables];
    args.push('-c', String(job.clients), '-j', String(Math.min(2, job.clients)));
    args.push('-t', String(job.transactionsOfEach));
    const { stdout } = await run(job.program, args, {
      cwd: folder,
      env: {
        PGHOST: connection.host,
        PGPORT: String(connection.port),
        PGUSER: connection.user,
        PGPASSWORD: String(connection.password),
        PGDATABASE: connection.database,
      },
    });
    return await readOutcome(folder, stdout, job.clients * job.transactionsOfEach);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readOutcome(folder: string, printed: string, wanted: number): Promise<Load> {
  const perSecond = Number(/^tps = ([\d.]+)/m.exec(printed)?.[1]);
  const failed = Number(/^number of failed transactions: (\d+)/m.exec(printed)?.[1] ?? 0);
  const logs = (await readdir(folder)).filter((name) => name.startsWith('each'));
  const lines = await Promise.all(logs.map((name) => readFile(join(folder, name), 'utf8')));
  // client, transaction, microseconds, ...
  const took = lines.flatMap((log) =>
    log
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ')[2]) / 1000),
  );
  const sorted = Float64Array.from(took).toSorted();
  const errors = failed + (wanted - took.length);
  return {
    seconds: took.length / perSecond,
    perSecond,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    errors,
    firstError: errors > 0 ? printed : undefined,
  };
}
