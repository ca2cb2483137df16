import type { Socket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { openDatabase } from './database.ts';
import { openPool } from './pool.ts';
import { literal, type Transaction } from './transaction.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it('writes literals as the driver does, whatever the text holds', () => {
  const parts = ["'", "''", '\\', "\\'", '$1', '$&', "$'", '"', ';--', '\n', 'é😀', ''];
  for (const first of parts)
    for (const second of parts) expect(literal(first + second)).toBe(pg.escapeLiteral(first + second));
});

describe('a transaction', () => {
  it('keeps nothing of work that throws', async () => {
    const { workspaceId, database } = server;
    const work = database.transaction({ workspaceId }, async (transaction) => {
      await transaction.query(`UPDATE books SET industry = 'lost' WHERE workspace_id = $1`, [workspaceId]);
      throw new Error('on purpose');
    });
    await expect(work).rejects.toThrow('on purpose');
    const { rows } = await server.owner.query('SELECT industry FROM books WHERE workspace_id = $1', [
      workspaceId,
    ]);
    expect(rows[0].industry).toBeNull();
  });

  it('reads and writes on, however often its connection has planned anew', async () => {
    const { workspaceId } = server;
    const database = openDatabase(openPool({ connection: server.connection, size: 1 }));
    const opening = ['SELECT 1 AS first', 'SELECT 2 AS second'];
    for (let turn = 1; turn <= 40; turn += 1) {
      const found = await database.read(workspaceId, (transaction) => transaction.query('SELECT 3 AS third'));
      expect(found).toEqual([{ third: 3 }]);
      await database.transaction({ workspaceId, opening }, async (transaction) => {
        expect(transaction.opening.map(({ rows }) => rows)).toEqual([[{ first: 1 }], [{ second: 2 }]]);
      });
    }
    await database.close();
  });

  it('fails where a failed statement was passed over, since nothing of it is kept', async () => {
    const work = server.database.transaction({ workspaceId: server.workspaceId }, async (transaction) => {
      await transaction.query('SELECT 1 / 0').catch(() => {});
    });
    await expect(work).rejects.toThrow('nothing of it was kept');
  });

  it('keeps its last statement together with COMMIT, or nothing where either of them fails', async () => {
    await server.owner.query('CREATE TABLE kept (id integer UNIQUE DEFERRABLE INITIALLY DEFERRED)');
    await server.owner.query('GRANT ALL ON kept TO recount_server');
    const keep = (...values: number[]) =>
      server.database.transaction({ workspaceId: server.workspaceId }, async (transaction) => {
        const text = 'INSERT INTO kept SELECT unnest($1::integer[]) RETURNING id';
        return (await transaction.finish({ name: 'keep', text, values: [values] })).rows;
      });
    expect(await keep(1, 2)).toEqual([{ id: 1 }, { id: 2 }]);
    await expect(keep(3, 3)).rejects.toMatchObject({ code: '23505' });
    await expect(keep(2 ** 31)).rejects.toMatchObject({ code: '22003' });
    expect(await keep(4)).toEqual([{ id: 4 }]);
    const { rows } = await server.owner.query('SELECT id FROM kept ORDER BY id');
    expect(rows).toEqual([{ id: 1 }, { id: 2 }, { id: 4 }]);
  });

  it('is tried again after a deadlock, so that both sides get through', async () => {
    const other = await server.addWorkspace();
    await server.owner.query('CREATE TABLE contested (id integer PRIMARY KEY, count integer NOT NULL)');
    await server.owner.query('GRANT ALL ON contested TO recount_server');
    await server.owner.query('INSERT INTO contested VALUES (1, 0), (2, 0)');
    let tries = 0;
    const cross = (workspaceId: string, first: number, second: number) =>
      server.database.transaction({ workspaceId }, async (transaction) => {
        tries += 1;
        await transaction.query('UPDATE contested SET count = count + 1 WHERE id = $1', [first]);
        await new Promise((resolve) => setTimeout(resolve, 150));
        await transaction.query('UPDATE contested SET count = count + 1 WHERE id = $1', [second]);
      });
    await Promise.all([cross(server.workspaceId, 1, 2), cross(other.workspaceId, 2, 1)]);
    expect(tries).toBe(3);
    const { rows } = await server.owner.query('SELECT count FROM contested');
    expect(rows.map(({ count }) => count)).toEqual([2, 2]);
  });

  it('sees one workspace, and none at all where none is named', async () => {
    const other = await server.addWorkspace();
    const seen = await server.database.read(other.workspaceId, (transaction) =>
      transaction.query('SELECT workspace_id FROM books'),
    );
    expect(seen).toEqual([{ workspace_id: other.workspaceId }]);
    expect(await server.database.unfenced((transaction) => transaction.query('SELECT 1 FROM books'))).toEqual(
      [],
    );
    const writing = server.database.transaction({ workspaceId: other.workspaceId }, (transaction) =>
      transaction.query(`INSERT INTO chain_head (workspace_id) VALUES ($1)`, [server.workspaceId]),
    );
    await expect(writing).rejects.toThrow('row-level security');
  });

  it('is acted in as a role that owns nothing and cannot pass the fence', async () => {
    const [role] = await server.database.unfenced((transaction) =>
      transaction.query(
        `SELECT rolsuper, rolbypassrls, rolcreaterole,
                (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned
           FROM pg_roles r WHERE rolname = current_user`,
      ),
    );
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, owned: 0 });
  });

  it('refuses a workspace id that is no UUID before any SQL is sent', async () => {
    const reading = server.database.read(`' OR true --`, (transaction) => transaction.query('SELECT 1'));
    await expect(reading).rejects.toThrow('must be a UUID');
  });

  it('is tried again on another connection where its own was lost before COMMIT', async () => {
    const { workspaceId, database } = server;
    let tries = 0;
    const pid = await database.transaction({ workspaceId }, async (transaction) => {
      tries += 1;
      const [row] = await transaction.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      if (tries === 1) await server.owner.query('SELECT pg_terminate_backend($1)', [row!.pid]);
      await transaction.query('SELECT 1');
      return row!.pid;
    });
    expect(tries).toBe(2);
    expect(pid).toBeGreaterThan(0);
  });

  it('is tried again where the other side had hung up before COMMIT was written', async () => {
    const { workspaceId } = server;
    const pool = openPool({ connection: server.connection, size: 1 });
    const streams: Socket[] = [];
    pool.on('connect', (client) =>
      streams.push((client as unknown as { connection: { stream: Socket } }).connection.stream),
    );
    let tries = 0;
    const work = (transaction: Transaction) => {
      tries += 1;
      const error = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
      if (tries === 1) streams[0]!.destroy(error);
      return transaction.finish({ name: 'one', text: 'SELECT $1::integer AS one', values: [1] });
    };
    const { rows } = await openDatabase(pool).transaction({ workspaceId }, work);
    expect({ rows, tries }).toEqual({ rows: [{ one: 1 }], tries: 2 });
    await pool.end();
  });

  it('gives a broken connection back as broken, so that the next work gets a sound one', async () => {
    const { workspaceId, database } = server;
    const killed = database.transaction({ workspaceId }, async (transaction) => {
      const [row] = await transaction.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await server.owner.query('SELECT pg_terminate_backend($1)', [row!.pid]);
      await transaction.query('SELECT 1');
    });
    await expect(killed).rejects.toThrow();
    expect(await database.read(workspaceId, (transaction) => transaction.query('SELECT 1 AS one'))).toEqual([
      { one: 1 },
    ]);
  });

  it('reads integers of 8 bytes exactly and dates as the text they are', async () => {
    const [row] = await server.database.unfenced((transaction) =>
      transaction.query(
        `SELECT 9007199254740993::int8 AS big, '2026-03-29'::date AS day, 1.10::numeric AS exact`,
      ),
    );
    expect(row).toEqual({ big: 9007199254740993n, day: '2026-03-29', exact: '1.10' });
    expect(pg.escapeLiteral("a'\\")).toBe(" E'a''\\\\'");
  });
});
