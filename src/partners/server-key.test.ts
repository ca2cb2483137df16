import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readServerKey } from './server-key.ts';

let folder: string;
let dataDirectory: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recount-key-'));
  dataDirectory = join(folder, 'not made yet');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('a given key is read from hex, base64 and base64url', async () => {
  const key = Buffer.from('fbff'.repeat(16), 'hex');
  for (const secretKey of [
    key.toString('hex'),
    key.toString('hex').toUpperCase(),
    key.toString('base64'),
    key.toString('base64url'),
  ]) {
    expect(await readServerKey({ secretKey, dataDirectory })).toEqual(key);
  }
  expect(await readdir(folder)).toEqual([]);
});

test('a given key of another length is refused by name, without repeating it', async () => {
  for (const secretKey of ['secret', 'ab'.repeat(31), 'ab'.repeat(33), randomBytes(24).toString('base64')]) {
    await expect(readServerKey({ secretKey, dataDirectory })).rejects.toThrow(
      'RECOUNT_SECRET_KEY must hold 32 bytes in base64 or hex.',
    );
  }
});

test('without one a key is made once, for its owner alone, and nothing else is left behind', async () => {
  const key = await readServerKey({ dataDirectory });
  expect(key).toHaveLength(32);
  expect(await readServerKey({ dataDirectory })).toEqual(key);
  expect(await readdir(dataDirectory)).toEqual(['secret.key']);
  expect((await stat(join(dataDirectory, 'secret.key'))).mode & 0o777).toBe(0o600);
});

test('many who start at once agree on one key', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => readServerKey({ dataDirectory })));
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  expect(await readdir(dataDirectory)).toEqual(['secret.key']);
});

test('a damaged key file is refused and left as it is', async () => {
  await readServerKey({ dataDirectory });
  const path = join(dataDirectory, 'secret.key');
  await writeFile(path, 'damaged');
  await expect(readServerKey({ dataDirectory })).rejects.toThrow('secret.key must hold 32 bytes');
  expect(await readFile(path, 'utf8')).toBe('damaged');
});
