import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import {
  type EmbeddedDatabase,
  type StartOptions,
  startEmbeddedDatabase,
} from '../../src/platform/database/embedded/start-embedded-database.ts';
import { removeEmbeddedDatabase } from './remove-embedded-database.ts';

const EMBEDDED = join(import.meta.dirname, '../../src/platform/database/embedded');

/** A folder everyone may enter, removed after the test, with what is kept of it under /var/lib/recount. */
export async function makeTestFolder(mode = 0o755): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'recount-test-'));
  await chmod(folder, mode);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts without waiting for the disk; stopped, and what lies outside the folder removed, after the test. */
export async function startForTest(
  dataDirectory: string,
  settings: StartOptions['settings'] = { fsync: 'off' },
) {
  const database = await startEmbeddedDatabase({ dataDirectory, settings: settings ?? {} });
  onTestFinished(async () => {
    await database.stop();
    await removeEmbeddedDatabase(dataDirectory);
  });
  return database;
}

let template: Promise<string> | null = null;

/** For tests that are not about the first start: a data directory with a database, copied, which is quicker. */
export async function copyDataDirectory(path: string): Promise<string> {
  template ??= makeTemplate();
  await mkdir(dirname(path), { recursive: true });
  execFileSync('cp', ['-a', await template, path]);
  return path;
}

async function makeTemplate(): Promise<string> {
  const dataDirectory = join(await mkdtemp(join(tmpdir(), 'recount-test-')), 'data');
  await chmod(dirname(dataDirectory), 0o755);
  const database = await startEmbeddedDatabase({ dataDirectory, settings: { fsync: 'off' } });
  await database.stop();
  return dataDirectory;
}

/** To be called after all of a file that copies data directories. */
export async function removeTemplate(): Promise<void> {
  if (template === null) return;
  const made = await template;
  template = null;
  await removeEmbeddedDatabase(made);
  await rmdir(dirname(made));
}

/** One query as the database's owner. */
export async function query(
  database: Pick<EmbeddedDatabase, 'owner'>,
  statement: string,
): Promise<unknown[]> {
  const client = new pg.Client({ ...database.owner });
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(statement);
    return result.rows;
  } finally {
    await client.end();
  }
}

/**
 * Another Node that runs `program`, TypeScript with the modules of the embedded database at `here`, until its `console.log` says
 * something; killed after the test.
 * @returns the process and what it said
 */
export async function runNode(
  program: string,
  user: { uid?: number; gid?: number } = {},
): Promise<{ child: ChildProcess; said: string }> {
  const source = `const here = ${JSON.stringify(EMBEDDED)};\n${program}`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', source], {
    ...user,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let errors = '';
  child.stderr.on('data', (text) => {
    errors += text;
  });
  return await new Promise((done, fail) => {
    child.stdout.once('data', (text) => done({ child, said: String(text).trim() }));
    child.once('error', fail);
    child.once('close', () => fail(new Error(`The other Node said nothing.\n${errors}`)));
  });
}

/** Ends a process as a crash does, and waits until it is gone. */
export async function killAndWait(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once('close', done));
  child.kill('SIGKILL');
  await gone;
}
