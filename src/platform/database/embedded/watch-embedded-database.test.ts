import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import {
  copyDataDirectory,
  makeTestFolder,
  query,
  removeTemplate,
  startForTest,
} from '../../../../test/support/embedded-database.ts';
import { findClusterHome } from './cluster-home.ts';
import { findPostmaster } from './postmaster.ts';
import { type EmbeddedDatabase, startEmbeddedDatabase } from './start-embedded-database.ts';
import { watchEmbeddedDatabase } from './watch-embedded-database.ts';

afterAll(removeTemplate);

async function watchForTest() {
  const dataDirectory = await copyDataDirectory(join(await makeTestFolder(), 'data'));
  const first = await startForTest(dataDirectory);
  const seen = { log: [] as string[], lost: [] as Error[], databases: [first] as EmbeddedDatabase[] };
  onTestFinished(() => seen.databases.at(-1)!.stop());
  const watch = await watchEmbeddedDatabase({
    dataDirectory,
    connection: first.owner,
    async restart() {
      seen.databases.push(await startEmbeddedDatabase({ dataDirectory, settings: { fsync: 'off' } }));
    },
    log: (message) => void seen.log.push(message),
    onLost: (error) => void seen.lost.push(error),
  });
  const findPid = async () => (await findPostmaster((await findClusterHome(dataDirectory))!))!.pid;
  const kill = async () => process.kill(await findPid(), 'SIGKILL');
  const until = async (count: number) => {
    while (seen.databases.length < count) await sleep(10);
  };
  return { ...seen, first, watch, findPid, kill, until };
}

test('a database that is killed is started again, as often as it is killed', async () => {
  const { first, watch, kill, until, lost } = await watchForTest();
  await query(first, 'create table kept as select 42 as answer');
  for (const count of [2, 3]) {
    await kill();
    await until(count);
    expect(await query(first, 'select answer from kept')).toEqual([{ answer: 42 }]);
  }
  await watch.stop();
  expect(lost).toEqual([]);
});

test('one that cannot be started is tried again until it can be', async () => {
  const { first, watch, findPid, until, log, lost } = await watchForTest();
  const pid = await findPid();
  await rename(first.cluster, `${first.cluster}.away`);
  process.kill(pid, 'SIGKILL');
  while (!log.some((line) => line.includes('is gone'))) await sleep(10);
  await rename(`${first.cluster}.away`, first.cluster);
  await until(2);
  expect(await query(first, 'select 1 as one')).toEqual([{ one: 1 }]);
  await watch.stop();
  expect(lost).toEqual([]);
});

test('once the watch has stopped, nothing is started any more', async () => {
  const { watch, kill, databases, log } = await watchForTest();
  await watch.stop();
  await kill();
  await sleep(500);
  expect(databases).toHaveLength(1);
  expect(log).toEqual([]);
});
