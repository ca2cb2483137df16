import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, cp, mkdir, realpath, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  copyDataDirectory,
  makeTestFolder,
  query,
  removeTemplate,
  runNode,
  startForTest,
} from '../../../../test/support/embedded-database.ts';
import { findClosedParent, isRoot, NOBODY } from './server-user.ts';
import { startEmbeddedDatabase } from './start-embedded-database.ts';

afterAll(removeTemplate);

/** "daemon": a user who, like nobody, is on every machine; initdb wants one with a name. */
const daemon = { uid: 1, gid: 1 };

const nodeIsReachable =
  isRoot() &&
  (await findClosedParent(await realpath(process.execPath), daemon)) === null &&
  (await findClosedParent(join(import.meta.dirname, 'x'), daemon)) === null;

describe.skipIf(!isRoot())('root', () => {
  test('runs PostgreSQL as nobody, opening a closed data directory but nothing above it', async () => {
    const parent = await makeTestFolder();
    const data = await copyDataDirectory(join(parent, 'data'));
    await chmod(data, 0o700);
    const database = await startForTest(data);
    expect(await stat(database.cluster)).toMatchObject(NOBODY);
    expect(await stat(data)).toMatchObject({ uid: 0, mode: 0o040711 });
    expect(await stat(parent)).toMatchObject({ uid: 0, mode: 0o040755 });
    expect(
      await query(database, `select pg_read_file('/proc/self/status') ~ 'Uid:\\s65534\\s' as nobody`),
    ).toEqual([{ nobody: true }]);
  });

  test('keeps the database in /var/lib/recount when a parent is closed to nobody, a moved one too', async () => {
    const parent = await makeTestFolder(0o700);
    const data = join(parent, 'data');
    const database = await startForTest(data);
    const key = createHash('sha256').update(data).digest('hex').slice(0, 12);
    expect(database.cluster).toBe(`/var/lib/recount/${key}/postgres`);
    expect(await stat(dirname(database.cluster))).toMatchObject({ ...NOBODY, mode: 0o040711 });
    expect((await stat(parent)).mode & 0o777).toBe(0o700);
    await query(database, 'create table kept as select 42 as answer');
    await database.stop();

    const again = await startForTest(data);
    expect(await query(again, 'select answer from kept')).toEqual([{ answer: 42 }]);

    await cp(data, join(parent, 'copy'), { recursive: true });
    await expect(startEmbeddedDatabase({ dataDirectory: join(parent, 'copy') })).rejects.toThrow(
      'is a copy of',
    );
    await again.stop();
    await rename(data, join(parent, 'moved'));
    const moved = await startForTest(join(parent, 'moved'));
    expect(await query(moved, 'select answer from kept')).toEqual([{ answer: 42 }]);

    const anew = await startForTest(data);
    expect(anew.cluster).toBe(`/var/lib/recount/${key}-2/postgres`);
    expect(await query(anew, `select to_regclass('kept') as kept`)).toEqual([{ kept: null }]);
  });

  test('says which folder to open when a parent is closed, and takes over a cluster restored as root', async () => {
    const parent = await makeTestFolder(0o700);
    const data = await copyDataDirectory(join(parent, 'data'));
    await expect(startForTest(data)).rejects.toThrow(`chmod o+x '${parent}'`);
    await chmod(parent, 0o755);
    execFileSync('chown', ['-R', '0:0', data]);
    await chmod(join(data, 'postgres'), 0o755);
    const again = await startForTest(data);
    expect(await query(again, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe.skipIf(!nodeIsReachable)('an unprivileged user', () => {
  test('starts its own, which root then runs as that user', async () => {
    const data = join(await makeTestFolder(), 'data');
    await mkdir(data);
    await chown(data, daemon.uid, daemon.gid);
    const program = `
      const { startEmbeddedDatabase } = await import(here + '/start-embedded-database.ts');
      const dataDirectory = ${JSON.stringify(data)};
      const database = await startEmbeddedDatabase({ dataDirectory, settings: { fsync: 'off' } });
      await database.stop();
      console.log(JSON.stringify({ uid: process.getuid(), host: database.owner.host }));
    `;
    const { said } = await runNode(program, daemon);
    expect(JSON.parse(said)).toEqual({ uid: daemon.uid, host: join(data, 'socket') });
    expect(await stat(join(data, 'postgres'))).toMatchObject(daemon);
    const database = await startForTest(data);
    expect(await stat(database.cluster)).toMatchObject(daemon);
    expect(await query(database, 'select 1 as one')).toEqual([{ one: 1 }]);
    await database.stop();
    expect(JSON.parse((await runNode(program, daemon)).said)).toMatchObject({ uid: daemon.uid });
  });

  test('keeps only the socket, in a folder of its own, out of a path that is too long', async () => {
    const data = join(await makeTestFolder(), 'a-rather-long-name'.repeat(6));
    await mkdir(data);
    await chown(data, daemon.uid, daemon.gid);
    const { said } = await runNode(
      `
      delete process.env.XDG_RUNTIME_DIR;
      const { startEmbeddedDatabase } = await import(here + '/start-embedded-database.ts');
      const { statSync } = await import('node:fs');
      const dataDirectory = ${JSON.stringify(data)};
      const database = await startEmbeddedDatabase({ dataDirectory, settings: { fsync: 'off' } });
      const { uid, mode } = statSync(database.owner.host);
      await database.stop();
      console.log(JSON.stringify({ uid, mode: mode & 0o777, cluster: database.cluster, host: database.owner.host }));
    `,
      daemon,
    );
    const answer = JSON.parse(said) as { host: string };
    expect(answer).toMatchObject({ uid: daemon.uid, mode: 0o700, cluster: join(data, 'postgres') });
    expect(answer.host.startsWith(data)).toBe(false);
    await expect(stat(answer.host)).rejects.toThrow('ENOENT');
  });

  test("is told whose a data directory is when it is root's", async () => {
    const data = await copyDataDirectory(join(await makeTestFolder(), 'data'));
    const { said } = await runNode(
      `
      const { attachEmbeddedDatabase } = await import(here + '/start-embedded-database.ts');
      console.log(await attachEmbeddedDatabase({ dataDirectory: ${JSON.stringify(data)} }).catch((error) => error.message));
    `,
      daemon,
    );
    expect(said).toMatch('belongs to another user');
  });
});
