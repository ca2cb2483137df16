import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { findClosedParent, isRoot } from '../src/platform/database/embedded/server-user.ts';
import { attachEmbeddedDatabase } from '../src/platform/database/embedded/start-embedded-database.ts';
import { cloneRepository } from './support/clone-repository.ts';
import { removeEmbeddedDatabase } from './support/remove-embedded-database.ts';
import { ROOT, readJson } from './support/run-server.ts';

/** "daemon": a user who, like nobody, is on every machine. */
const DAEMON = { uid: 1, gid: 1 };

const isOpenToDaemon =
  isRoot() &&
  (await findClosedParent(join(ROOT, 'package.json'), DAEMON)) === null &&
  (await findClosedParent(await realpath(process.execPath), DAEMON)) === null;

/** The demo takes most of a first start, and is the same wherever the clone lies. */
const NO_DEMO = { RECOUNT_DEMO: '0' };

const ADDRESS = /Address +(http:\S+)/;

/** One clone, in which each test starts anew: without a data directory, in a parent that lets in whom the test wants. */
let folder: string;
let parent: string;
let clone: string;
let dataDirectory: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recount-clone-'));
  await chmod(folder, 0o755);
  parent = join(folder, "a clerk's books");
  await mkdir(parent);
  clone = join(parent, 'recount');
  await cloneRepository(clone);
  dataDirectory = join(clone, '.recount');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  onTestFinished(() => removeEmbeddedDatabase(dataDirectory));
});

/** Runs `npm start`, as a newcomer does, until the server listens. */
async function npmStart(variables: Record<string, string>, user: { uid?: number; gid?: number }) {
  const child: ChildProcess = spawn('npm', ['start'], {
    ...user,
    cwd: clone,
    env: {
      PATH: process.env.PATH,
      HOME: clone,
      PORT: '0',
      LOG_LEVEL: 'warn',
      npm_config_update_notifier: 'false',
      npm_config_logs_max: '0',
      ...variables,
    },
  });
  let said = '';
  const ended = new Promise((done) => child.once('close', done));
  const listening = new Promise<void>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text) => {
        said += text;
        if (ADDRESS.test(said)) done();
      });
    }
  });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  await Promise.race([listening, ended]);
  return { child, ended, said: () => said };
}

/** @returns where the database of the start was */
async function startAndStop(
  variables: Record<string, string> = {},
  user: { uid?: number; gid?: number } = {},
): Promise<string> {
  const { child, ended, said } = await npmStart(variables, user);
  expect(said()).toContain('is running');
  const [, baseUrl] = ADDRESS.exec(said())!;
  expect((await fetch(`${baseUrl}/readyz`)).status).toBe(200);
  expect((await fetch(`${baseUrl}/docs`)).status).toBe(200);
  const { cluster } = (await attachEmbeddedDatabase({ dataDirectory }))!;
  // Only npm's own process gets the signal.
  child.kill('SIGTERM');
  await ended;
  while ((await attachEmbeddedDatabase({ dataDirectory })) !== null) await sleep(50);
  return cluster;
}

describe('npm start in a clone', { timeout: 120_000 }, () => {
  it('works in a path with a space and an apostrophe, and a second time', async () => {
    expect(await startAndStop()).toBe(join(dataDirectory, 'postgres'));
    const { baseUrl } = await readJson(join(dataDirectory, 'demo.json'));
    expect(baseUrl).toMatch(/^http:/);
    await startAndStop();
  });

  it.skipIf(!isRoot())('works as root below a folder that only root may enter', async () => {
    await chmod(parent, 0o700);
    onTestFinished(() => chmod(parent, 0o755));
    expect(await startAndStop(NO_DEMO)).toMatch(/^\/var\/lib\/recount\/[0-9a-f]{12}\/postgres$/);
  });

  it.skipIf(!isOpenToDaemon)('works as an unprivileged user', async () => {
    await chown(clone, DAEMON.uid, DAEMON.gid);
    expect(await stat(await startAndStop(NO_DEMO, DAEMON))).toMatchObject(DAEMON);
  });
});
