import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountIds, entryDocument, postEntry } from '../../../test/support/post-entry.ts';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { LEDGER_PROOFS, runProofs } from '../proofs/index.ts';
import { createWorkspace } from '../workspaces/create-workspace.ts';
import { sealWorkspace } from './seal-workspace.ts';

let clone: TestDatabase;
let workspaceId: string;

beforeAll(async () => {
  clone = await cloneTestDatabase();
});
afterAll(() => clone.close());
beforeEach(async () => {
  workspaceId = await createWorkspace(clone.database, { name: 'Sealed', currency: 'USD' });
});

const entry = (effective = '2026-03-01') => ({
  effective,
  lines: [
    { account: '1000', amount: 100 },
    { account: '4000', amount: -100 },
  ],
});
const post = (effective?: string) => postEntry(clone.database, workspaceId, entry(effective));
const seals = async () => {
  const { rows } = await clone.owner.query(
    'SELECT number, entry_id FROM entry_seal WHERE workspace_id = $1 ORDER BY number',
    [workspaceId],
  );
  return rows.map((row) => [Number(row.number), row.entry_id]);
};
const failures = async () => {
  const results = await clone.database.read(workspaceId, (transaction) =>
    runProofs(transaction, workspaceId, LEDGER_PROOFS),
  );
  return results.filter((result) => result.failureCount > 0);
};

/** Many entries at once, past post_document, which takes one at a time. */
async function postMany(count: number): Promise<void> {
  const ids = await accountIds(clone.database, workspaceId);
  await clone.database.transaction({ workspaceId }, (transaction) =>
    transaction.query(
      `WITH entry AS (
         INSERT INTO journal_entry (workspace_id, effective, entry_id, source, source_id, source_version, kind, request_id, document_hash)
         SELECT $1, '2026-03-01', gen_random_uuid(), 'journal', gen_random_uuid(), 1, 'original', 'test', ''
           FROM generate_series(1, $4) RETURNING *
       ), mark AS (
         INSERT INTO unsealed_entry SELECT workspace_id, effective, entry_id, recorded_at FROM entry
       )
       INSERT INTO journal_line (workspace_id, effective, entry_id, line_no, account_id, basis, currency, amount, base_amount)
       SELECT $1, effective, entry_id, n, CASE n WHEN 1 THEN $2::uuid ELSE $3::uuid END, 'both', 'USD', 3 - 2 * n, 3 - 2 * n
         FROM entry, generate_series(1, 2) AS n`,
      [workspaceId, ids.get('1000'), ids.get('4000'), count],
    ),
  );
}

describe('sealWorkspace', () => {
  it('numbers entries in the order in which they were recorded, whatever their dates', async () => {
    const ids = [await post('2026-12-31'), await post('2026-01-01'), await post('2026-06-30')];
    expect(await sealWorkspace(clone.database, workspaceId)).toBe(3);
    expect(await seals()).toEqual([
      [1, ids[0]],
      [2, ids[1]],
      [3, ids[2]],
    ]);
    expect(await sealWorkspace(clone.database, workspaceId)).toBe(0);
    expect(await failures()).toEqual([]);
  });

  it('adds to totals that are there', async () => {
    const ids = await accountIds(clone.database, workspaceId);
    for (let turn = 0; turn < 2; turn += 1) {
      await post();
      await sealWorkspace(clone.database, workspaceId);
    }
    const { rows } = await clone.owner.query(
      'SELECT day, basis, amount, base_amount, line_count FROM account_total WHERE workspace_id = $1 AND account_id = $2',
      [workspaceId, ids.get('1000')],
    );
    expect(rows).toEqual([
      { day: '2026-03-01', basis: 'both', amount: '200', base_amount: '200', line_count: 2n },
    ]);
  });

  it('seals an entry that was recorded before a batch and committed after it', async () => {
    const late = await entryDocument(clone.database, workspaceId, entry());
    let early = '';
    await clone.database.transaction({ workspaceId }, async (transaction) => {
      await transaction.query('SELECT post_document($1, $2)', [workspaceId, JSON.stringify(late.document)]);
      early = await post();
      expect(await sealWorkspace(clone.database, workspaceId)).toBe(1);
    });
    expect(await sealWorkspace(clone.database, workspaceId)).toBe(1);
    expect(await seals()).toEqual([
      [1, early],
      [2, late.entryId],
    ]);
    expect(await failures()).toEqual([]);
  });

  it('passes over a mark that names no entry, and seals the others', async () => {
    await clone.owner.query(
      `INSERT INTO unsealed_entry VALUES ($1, '2026-01-01', gen_random_uuid(), '2000-01-01')`,
      [workspaceId],
    );
    await post();
    expect(await sealWorkspace(clone.database, workspaceId)).toBe(1);
    expect((await failures()).length).toBeGreaterThan(0);
  });

  it('seals all in batches when there are more than one holds', async () => {
    await postMany(1001);
    expect(await sealWorkspace(clone.database, workspaceId)).toBe(1001);
    expect(await failures()).toEqual([]);
  });

  it('numbers without a gap when several sealers are at work while others post', async () => {
    let posting = true;
    const sealing = Array.from({ length: 4 }, async () => {
      while (posting) await sealWorkspace(clone.database, workspaceId);
    });
    await Promise.all(
      Array.from({ length: 6 }, async () => {
        for (let turn = 0; turn < 20; turn += 1) await post();
      }),
    );
    posting = false;
    await Promise.all(sealing);
    await sealWorkspace(clone.database, workspaceId);
    expect((await seals()).map(([number]) => number)).toEqual(
      Array.from({ length: 120 }, (_, index) => index + 1),
    );
    expect(await failures()).toEqual([]);
  });

  it('leaves at once where another sealer is at work', async () => {
    await post();
    await clone.database.transaction({ workspaceId }, async (transaction) => {
      expect(await transaction.query('SELECT seal_entries($1, 10) AS count', [workspaceId])).toEqual([
        { count: 1 },
      ]);
      expect(await sealWorkspace(clone.database, workspaceId)).toBe(0);
    });
    expect(await seals()).toHaveLength(1);
  });

  it('does not touch another workspace', async () => {
    await post();
    const other = await createWorkspace(clone.database, { name: 'Other', currency: 'USD' });
    expect(await sealWorkspace(clone.database, other)).toBe(0);
    expect(await seals()).toEqual([]);
  });
});
