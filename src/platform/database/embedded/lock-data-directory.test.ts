import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { killAndWait, makeTestFolder, runNode } from '../../../../test/support/embedded-database.ts';
import { lockDataDirectory } from './lock-data-directory.ts';

const lockAndWait = (folder: string) => `
  const { lockDataDirectory } = await import(here + '/lock-data-directory.ts');
  await lockDataDirectory(${JSON.stringify(folder)});
  console.log('locked');
  setInterval(() => {}, 1000);
`;

test('a second process is refused and told who holds the data directory, until that one is killed', async () => {
  const folder = await makeTestFolder();
  const { child } = await runNode(lockAndWait(folder));
  await expect(lockDataDirectory(folder)).rejects.toThrow(`Another Recount (process ${child.pid})`);
  await killAndWait(child);
  const lock = await lockDataDirectory(folder);
  expect(JSON.parse(await readFile(join(folder, 'server.lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  await lock.release();
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
});

test('a lock whose process number now belongs to another process is taken over', async () => {
  const folder = await makeTestFolder();
  await writeFile(
    join(folder, 'server.lock'),
    JSON.stringify({ pid: process.ppid, identity: 'another boot/1' }),
  );
  const lock = await lockDataDirectory(folder);
  await lock.release();
});

test('a lock that was cut off by a loss of power is taken over, in the middle of a takeover too', async () => {
  const folder = await makeTestFolder();
  await writeFile(join(folder, 'server.lock.takeover'), '{"pid":1');
  await writeFile(join(folder, 'server.lock'), '');
  const lock = await lockDataDirectory(folder);
  await lock.release();
});

test('of many that take over a stale lock at once one wins', async () => {
  const folder = join(await makeTestFolder(), 'data');
  for (let round = 0; round < 20; round++) {
    const seed = await lockDataDirectory(folder);
    await seed.release();
    await writeFile(join(folder, 'server.lock'), JSON.stringify({ pid: 999_999_999, identity: 'gone' }));
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDirectory(folder)));
    const won = all.filter((one) => one.status === 'fulfilled');
    expect(won).toHaveLength(1);
    await won[0]!.value.release();
  }
});
