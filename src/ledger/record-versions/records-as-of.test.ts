import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postEntry } from '../../../test/support/post-entry.ts';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { sealWorkspace } from '../seals/seal-workspace.ts';
import { createWorkspace } from '../workspaces/create-workspace.ts';
import { recordsAsOf } from './records-as-of.ts';
import { VERSIONED_TABLES, type VersionedTable } from './versioned-tables.ts';

let clone: TestDatabase;
let workspaceId: string;

beforeAll(async () => {
  clone = await cloneTestDatabase();
  workspaceId = await createWorkspace(clone.database, { name: 'Versions', currency: 'USD' });
});
afterAll(() => clone.close());

const write = (text: string, values: readonly unknown[] = []) =>
  clone.database.transaction({ workspaceId }, (transaction) =>
    transaction.query(text, [workspaceId, ...values]),
  );

/** Posts and seals an entry: the number of its seal. */
async function seal(): Promise<number> {
  const lines = [
    { account: '1000', amount: 5 },
    { account: '4000', amount: -5 },
  ];
  await postEntry(clone.database, workspaceId, { effective: '2026-03-01', lines });
  await sealWorkspace(clone.database, workspaceId);
  const [head] = await write('SELECT number::int AS number FROM chain_head WHERE workspace_id = $1');
  return head!.number;
}

async function addTag(name: string): Promise<string> {
  const id = uuidv7();
  await write('INSERT INTO tag (workspace_id, id, name, name_key) VALUES ($1, $2, $3, $3)', [id, name]);
  return id;
}

const rename = (id: string, name: string) =>
  write('UPDATE tag SET name = $3, name_key = $3 WHERE workspace_id = $1 AND id = $2', [id, name]);

async function nameAsOf(id: string, throughSeal: number | undefined): Promise<string | undefined> {
  const [row] = await write(
    `SELECT t.name FROM ${recordsAsOf('tag', throughSeal)} t WHERE t.workspace_id = $1 AND t.id = $2`,
    [id],
  );
  return row?.name;
}

describe('records as of a seal', () => {
  it('are what they were when the seal was the last one, however often they were changed in between', async () => {
    const id = await addTag('One');
    const first = await seal();
    await rename(id, 'Two');
    expect(await nameAsOf(id, first)).toBe('One');
    await rename(id, 'Three');
    const second = await seal();
    const third = await seal();
    await rename(id, 'Four');
    const fourth = await seal();
    const names = [];
    for (const number of [first, second, third, fourth, undefined]) names.push(await nameAsOf(id, number));
    expect(names).toEqual(['One', 'Three', 'Three', 'Four', 'Four']);
  });

  it('are as before the change of a transaction that began before the seal and was committed after it', async () => {
    const id = await addTag('Early');
    let number = 0;
    await clone.database.transaction({ workspaceId }, async (transaction) => {
      await transaction.query(
        `UPDATE tag SET name = 'Late', name_key = 'late' WHERE workspace_id = $1 AND id = $2`,
        [workspaceId, id],
      );
      number = await seal();
      expect(await nameAsOf(id, number)).toBe('Early');
    });
    expect(await nameAsOf(id, number)).toBe('Early');
    expect(await nameAsOf(id, await seal())).toBe('Late');
    expect(await nameAsOf(id, number)).toBe('Early');
  });

  it('are there from when they were inserted until they were deleted', async () => {
    const id = uuidv7();
    const isThere = async (throughSeal: number) =>
      (
        await write(
          `SELECT r.rate::text AS rate FROM ${recordsAsOf('exchange_rate', throughSeal)} r WHERE r.workspace_id = $1 AND r.id = $2`,
          [id],
        )
      ).map(({ rate }) => rate);
    const before = await seal();
    await write(
      `INSERT INTO exchange_rate (workspace_id, currency, effective, id, rate) VALUES ($1, 'EUR', '2026-01-01', $2, 1.1)`,
      [id],
    );
    const added = await seal();
    await write('UPDATE exchange_rate SET rate = 1.2 WHERE workspace_id = $1 AND id = $2', [id]);
    await write('DELETE FROM exchange_rate WHERE workspace_id = $1 AND id = $2', [id]);
    const deleted = await seal();
    expect([await isThere(before), await isThere(added), await isThere(deleted)]).toEqual([
      [],
      ['1.1000000000'],
      [],
    ]);
  });

  it('are of their workspace alone', async () => {
    const id = await addTag('Ours');
    const number = await seal();
    await rename(id, 'Renamed');
    const stranger = await createWorkspace(clone.database, { name: 'Stranger', currency: 'USD' });
    const seen = await clone.database.transaction({ workspaceId: stranger }, async (transaction) => [
      ...(await transaction.query('SELECT * FROM record_version WHERE record_id = $1', [id])),
      ...(await transaction.query(
        `SELECT t.name FROM ${recordsAsOf('tag', number)} t WHERE t.workspace_id = $1`,
        [workspaceId],
      )),
    ]);
    expect(seen).toEqual([]);
  });
});

describe('the versions of records', () => {
  it('are kept of every column that reports print, and of nothing else', async () => {
    const { rows } = await clone.owner.query(
      `SELECT c.relname AS table, t.tgtype & 28 AS events,
              string_to_array(trim(TRAILING '.' FROM replace(encode(t.tgargs, 'escape'), '\\000', '.')), '.') AS arguments
         FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE t.tgfoid = 'keep_record_version'::regproc ORDER BY 1, 2 DESC`,
    );
    const [INSERT, DELETE, UPDATE] = [4, 8, 16];
    const tables: [string, VersionedTable][] = Object.entries(VERSIONED_TABLES);
    expect(rows).toEqual(
      tables.flatMap(([table, { key, columns, keepsInsertions, keepsDeletions }]) => {
        const kept = [key[0], ...Object.keys(columns)];
        const others = (keepsInsertions ? INSERT! : 0) + (keepsDeletions ? DELETE! : 0);
        return [UPDATE!, ...(others > 0 ? [others] : [])].map((events) => ({
          table,
          events,
          arguments: kept,
        }));
      }),
    );
  });

  it('are not kept of what reports do not print', async () => {
    const id = await addTag('Plain');
    await write(`UPDATE tag SET color = '#112233' WHERE workspace_id = $1 AND id = $2`, [id]);
    await rename(id, 'Plain');
    expect(
      await write('SELECT FROM record_version WHERE workspace_id = $1 AND record_id = $2', [id]),
    ).toEqual([]);
  });

  it('are never changed and never removed', async () => {
    const id = await addTag('Kept');
    await rename(id, 'Changed');
    await seal();
    const refused = [
      `UPDATE record_version SET old = '{}' WHERE workspace_id = $1`,
      'UPDATE record_version SET through_seal = through_seal + 1 WHERE workspace_id = $1',
      'UPDATE record_version SET through_seal = NULL WHERE workspace_id = $1',
      'DELETE FROM record_version WHERE workspace_id = $1',
    ];
    for (const statement of refused) await expect(write(statement)).rejects.toThrow(/only ever added/);
  });
});
