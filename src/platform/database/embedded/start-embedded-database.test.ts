import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  copyDataDirectory,
  killAndWait,
  makeTestFolder,
  query,
  removeTemplate,
  runNode,
  startForTest,
} from '../../../../test/support/embedded-database.ts';
import { identifyProcess } from './process-identity.ts';
import { isRoot, NOBODY } from './server-user.ts';
import { attachEmbeddedDatabase } from './start-embedded-database.ts';

afterAll(removeTemplate);

const startAndWait = (dataDirectory: string) => `
  const { startEmbeddedDatabase } = await import(here + '/start-embedded-database.ts');
  const dataDirectory = ${JSON.stringify(dataDirectory)};
  const database = await startEmbeddedDatabase({ dataDirectory, settings: { fsync: 'off' } });
  console.log('started');
  setInterval(() => {}, 1000);
`;

async function readPid(cluster: string): Promise<number> {
  return Number.parseInt(await readFile(join(cluster, 'postmaster.pid'), 'utf8'), 10);
}

describe('a first start', () => {
  test('makes a UTF-8 database with checksums that only its password opens, on a socket only', async () => {
    const data = join(await makeTestFolder(), 'data');
    const database = await startForTest(data, {});
    expect(database.owner).toMatchObject({ user: 'postgres', database: 'recount' });
    const names = [
      'server_encoding',
      'data_checksums',
      'fsync',
      'listen_addresses',
      'password_encryption',
      'TimeZone',
    ];
    const list = names.map((name) => `current_setting('${name}')`).join();
    expect(await query(database, `select array[${list}] as settings`)).toEqual([
      { settings: ['UTF8', 'on', 'on', '', 'scram-sha-256', 'UTC'] },
    ]);
    const wrong = { owner: { ...database.owner, password: 'postgres' } };
    await expect(query(wrong, 'select 1')).rejects.toThrow('password authentication failed');
    expect((await stat(join(data, 'database.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(database.owner.host)).mode & 0o777).toBe(0o700);
    expect((await stat(database.cluster)).mode & 0o777).toBe(0o700);
    expect(await readdir(data)).not.toContain('initdb-password');
  });

  test('works in a path with spaces, commas and quotes', async () => {
    const database = await startForTest(
      await copyDataDirectory(join(await makeTestFolder(), `it's, "my" books`, 'data')),
    );
    expect(await query(database, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await attachEmbeddedDatabase({ dataDirectory: join(database.cluster, '..') })).not.toBeNull();
  });

  test('keeps the socket elsewhere when the path is too long for one, and leaves nothing there', async () => {
    const data = await copyDataDirectory(
      join(await makeTestFolder(), 'a-rather-long-name'.repeat(6), 'data'),
    );
    const database = await startForTest(data);
    expect(database.owner.host.startsWith(data)).toBe(false);
    expect(database.cluster).toBe(join(data, 'postgres'));
    expect(await query(database, 'select 1 as one')).toEqual([{ one: 1 }]);
    await database.stop();
    await expect(stat(database.owner.host)).rejects.toThrow('ENOENT');
  });

  test('that was interrupted is done again', async () => {
    const data = await copyDataDirectory(join(await makeTestFolder(), 'data'));
    const record = JSON.parse(await readFile(join(data, 'database.json'), 'utf8'));
    await writeFile(join(data, 'database.json'), JSON.stringify({ ...record, initialised: false }));
    await rm(join(data, 'postgres'), { recursive: true });
    await mkdir(join(data, 'postgres.draft'));
    await writeFile(join(data, 'postgres.draft', 'PG_VERSION'), '18\n');
    const second = await startForTest(data);
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await readdir(data)).not.toContain('postgres.draft');
  });
});

describe('a later start', () => {
  test('finds the data, until its cluster is lost or of another version', async () => {
    const data = await copyDataDirectory(join(await makeTestFolder(), 'data'));
    const first = await startForTest(data);
    await query(first, 'create table kept as select 42 as answer');
    await Promise.all([first.stop(), first.stop()]);
    await expect(query(first, 'select 1')).rejects.toThrow('ENOENT');
    const second = await startForTest(data);
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
    await writeFile(join(second.cluster, 'PG_VERSION'), '17\n');
    await expect(startForTest(data)).rejects.toThrow(/is of PostgreSQL 17.*Export the books/);
    await rm(second.cluster, { recursive: true });
    await expect(startForTest(data)).rejects.toThrow('restore it from a backup');
  });

  test('recovers what was committed when PostgreSQL itself was killed', async () => {
    const data = await copyDataDirectory(join(await makeTestFolder(), 'data'));
    const first = await startForTest(data, {});
    await query(first, 'create table kept as select 42 as answer');
    process.kill(await readPid(first.cluster), 'SIGKILL');
    const second = await startForTest(data, {});
    expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('ignores an old process number that now is another process', async () => {
    const data = await copyDataDirectory(join(await makeTestFolder(), 'data'));
    const first = await startForTest(data);
    const lines = (await readFile(join(first.cluster, 'postmaster.pid'), 'utf8')).split('\n');
    await first.stop();
    // Of the server's own user: with another's number PostgreSQL starts anyway.
    const child = spawn('sleep', ['60'], { ...(isRoot() ? NOBODY : {}), cwd: '/' });
    onTestFinished(() => void child.kill());
    await once(child, 'spawn');
    await writeFile(join(first.cluster, 'postmaster.pid'), [child.pid, ...lines.slice(1)].join('\n'));
    expect(await attachEmbeddedDatabase({ dataDirectory: data })).toBeNull();
    const second = await startForTest(data);
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
    expect(identifyProcess(child.pid!)).not.toBeNull();
  });
});

describe('attaching', () => {
  test('takes over the PostgreSQL that a killed server left running, in a session of its own, and stops it', async () => {
    const data = await copyDataDirectory(join(await makeTestFolder(), 'data'));
    const { child } = await runNode(startAndWait(data));
    await killAndWait(child);
    const pid = await readPid(join(data, 'postgres'));
    if (process.platform === 'linux') {
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
      expect({ group: fields[2], session: fields[3] }).toEqual({ group: String(pid), session: String(pid) });
    }
    const database = await startForTest(data);
    expect(await readPid(database.cluster)).toBe(pid);
    expect(await query(database, 'select 1 as one')).toEqual([{ one: 1 }]);
    await database.stop();
    expect(identifyProcess(pid)).toBeNull();
  });

  test('starts it again when it is just shutting down', async () => {
    const data = await copyDataDirectory(join(await makeTestFolder(), 'data'));
    const first = await startForTest(data);
    const stopping = first.stop();
    const second = await startForTest(data);
    await stopping;
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('beside a running server needs no start, and finds nothing once that stopped, queries and all', async () => {
    const data = await copyDataDirectory(join(await makeTestFolder(), 'data'));
    expect(await attachEmbeddedDatabase({ dataDirectory: join(data, 'none') })).toBeNull();
    const running = await startForTest(data);
    const attached = await attachEmbeddedDatabase({ dataDirectory: data });
    expect(attached?.owner).toEqual(running.owner);
    const sleeping = query(running, 'select pg_sleep(60)').catch((error: Error) => error.message);
    await sleep(50);
    await running.stop();
    // The farewell of a server that shuts down fast may be overtaken by the end of the connection itself.
    expect(await sleeping).toMatch(/terminat|ECONNRESET/);
    expect(await attachEmbeddedDatabase({ dataDirectory: data })).toBeNull();
  });
});
