import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
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

/** A clone in a folder of the test's, and the data directory that `npm start` makes in it. */
async function makeClone(parent: { readonly name: string; readonly mode: number }) {
  const folder = await mkdtemp(join(tmpdir(), 'recount-clone-'));
  await chmod(folder, 0o755);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, parent.name));
  await chmod(join(folder, parent.name), parent.mode);
  const clone = join(folder, parent.name, 'recount');
  await cloneRepository(clone);
  const dataDirectory = join(clone, '.recount');
  onTestFinished(() => removeEmbeddedDatabase(dataDirectory));
  return { clone, dataDirectory };
}

/** Runs `npm start`, as a newcomer does, until the server listens. */
async function npmStart(clone: string, user: { uid?: number; gid?: number } = {}) {
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
    },
  });
  let said = '';
  const ended = new Promise((done) => child.once('close', done));
  const listening = new Promise<void>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text) => {
        said += text;
        if (said.includes('is running')) done();
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

async function startAndStop(
  { clone, dataDirectory }: { clone: string; dataDirectory: string },
  user?: { uid: number; gid: number },
): Promise<string> {
  const { child, ended, said } = await npmStart(clone, user);
  expect(said()).toContain('is running');
  const { baseUrl } = await readJson(join(dataDirectory, 'demo.json'));
  expect((await fetch(`${baseUrl}/readyz`)).status).toBe(200);
  expect((await fetch(`${baseUrl}/docs`)).status).toBe(200);
  const { cluster } = (await attachEmbeddedDatabase({ dataDirectory }))!;
  // Only npm's own process gets the signal.
  child.kill('SIGTERM');
  await ended;
  while ((await attachEmbeddedDatabase({ dataDirectory })) !== null) await sleep(50);
  return cluster;
}

describe('npm start in a clone', () => {
  it('works in a path with a space and an apostrophe, and a second time', { timeout: 120_000 }, async () => {
    const clone = await makeClone({ name: "a clerk's books", mode: 0o755 });
    expect(await startAndStop(clone)).toBe(join(clone.dataDirectory, 'postgres'));
    await startAndStop(clone);
  });

  it.skipIf(!isRoot())(
    'works as root below a folder that only root may enter',
    { timeout: 120_000 },
    async () => {
      const clone = await makeClone({ name: 'closed', mode: 0o700 });
      expect(await startAndStop(clone)).toMatch(/^\/var\/lib\/recount\/[0-9a-f]{12}\/postgres$/);
    },
  );

  it.skipIf(!isOpenToDaemon)('works as an unprivileged user', { timeout: 120_000 }, async () => {
    const clone = await makeClone({ name: 'theirs', mode: 0o755 });
    await chown(clone.clone, DAEMON.uid, DAEMON.gid);
    expect(await stat(await startAndStop(clone, DAEMON))).toMatchObject(DAEMON);
  });
});
