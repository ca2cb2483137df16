import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { cloneTestDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { type App, createApp } from '../app.ts';
import { createDemoClient } from './demo-client.ts';
import { readDemoFile } from './demo-file.ts';
import { type StartedDemo, startDemo } from './start-demo.ts';

const HOUR = 60 * 60_000;

let clone: TestDatabase;
let app: App;
let dataDirectory: string;
let demo: StartedDemo;

beforeAll(async () => {
  clone = await cloneTestDatabase();
  const { database } = clone;
  const secretKey = randomBytes(32);
  app = createApp({ database, secretKey, logLevel: 'silent' });
  dataDirectory = await mkdtemp(join(tmpdir(), 'recount-start-demo-'));
  const { signal } = new AbortController();
  const places = { dataDirectory, standardDataDirectory: dataDirectory, baseUrl: 'http://127.0.0.1:4010' };
  demo = await startDemo({
    app,
    database,
    secretKey,
    ...places,
    publicUrl: undefined,
    signal,
    say: () => {},
  });
});
afterAll(async () => {
  await demo.stop();
  await app.close();
  await clone.close();
  await rm(dataDirectory, { recursive: true, force: true });
});
afterEach(() => vi.restoreAllMocks());

const later = (hours: number) => {
  const now = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => now + hours * HOUR);
};

it('the console is told credentials that work, and the same for half a day', async () => {
  const target = await demo.findTarget();
  expect(target).toMatchObject({ workspaceName: 'Junk Removal Pros', substitutions: { 'A-1001': 'A-1001' } });
  expect((await createDemoClient(app.server, target).call('GET', '/tags')).status).toBe(200);
  later(11);
  expect((await demo.findTarget()).accessToken).toBe(target.accessToken);
});

it('a token that is older is renewed before it is told, once for all who ask, and demo.json with it', async () => {
  const { accessToken } = await demo.findTarget();
  later(13);
  const targets = await Promise.all([demo.findTarget(), demo.findTarget(), demo.findTarget()]);
  const [renewed, ...others] = [...new Set(targets.map((target) => target.accessToken))];
  expect(others).toEqual([]);
  expect(renewed).not.toBe(accessToken);
  expect((await readDemoFile(dataDirectory))?.accessToken).toBe(renewed);
});
