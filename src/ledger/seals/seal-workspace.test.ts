import { v7 as uuidv7 } from 'uuid';
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

describe('the totals of open items', () => {
  /** An item of its own on receivables; a credit is negative. */
  async function item(amount: number, effective = '2026-03-01'): Promise<string> {
    const openItemId = uuidv7();
    await postEntry(clone.database, workspaceId, {
      ...{ effective, openItemId },
      lines: [
        { account: '1200', amount, basis: 'accrual', open: true },
        { account: '4000', amount: -amount, basis: 'accrual' },
      ],
    });
    return openItemId;
  }
  /** Allocates one by one what no entry follows. */
  const allocate = (from: string, to: string, amount: number, times = 1) =>
    clone.database.transaction({ workspaceId }, (transaction) =>
      transaction.query(
        `INSERT INTO allocation (workspace_id, id, from_open_item_id, to_open_item_id, amount, base_amount, effective)
         SELECT $1, gen_random_uuid(), $2, $3, $4, $4, '2026-03-05' FROM generate_series(1, $5)`,
        [workspaceId, from, to, amount, times],
      ),
    );
  const totals = async () => {
    const { rows } = await clone.owner.query(
      `SELECT open_item_id, amount, is_open, first_day::text, line_count, allocation_count
         FROM open_item_total WHERE workspace_id = $1`,
      [workspaceId],
    );
    return new Map(rows.map(({ open_item_id, ...total }) => [open_item_id, total]));
  };
  const waiting = async () =>
    (await clone.owner.query('SELECT FROM untotalled_allocation WHERE workspace_id = $1', [workspaceId]))
      .rowCount;

  it('follow allocations, also where there is no entry to seal', async () => {
    const [invoice, credit] = [await item(1_000, '2026-03-02'), await item(-400)];
    await sealWorkspace(clone.database, workspaceId);
    await allocate(credit, invoice, 400);
    expect(await waiting()).toBe(1);
    expect(await failures()).toEqual([]);
    expect(await sealWorkspace(clone.database, workspaceId)).toBe(0);
    expect(await waiting()).toBe(0);
    const counts = { line_count: 1n, allocation_count: 1n };
    expect(await totals()).toEqual(
      new Map([
        [invoice, { amount: '600', is_open: true, first_day: '2026-03-02', ...counts }],
        [credit, { amount: '0', is_open: false, first_day: '2026-03-01', ...counts }],
      ]),
    );
    expect(await failures()).toEqual([]);
  });

  it('know nothing yet of an item whose allocation is totalled before its lines are sealed', async () => {
    const [invoice, credit] = [await item(1_000), await item(-400)];
    await allocate(credit, invoice, 400);
    await clone.database.transaction({ workspaceId }, (transaction) =>
      transaction.query('SELECT total_allocations($1, 10)', [workspaceId]),
    );
    expect((await totals()).get(invoice)).toMatchObject({ amount: '-400', first_day: null, line_count: 0n });
    expect(await failures()).toEqual([]);
    await sealWorkspace(clone.database, workspaceId);
    expect((await totals()).get(invoice)).toMatchObject({ amount: '600', first_day: '2026-03-01' });
    expect(await failures()).toEqual([]);
  });

  it('take allocations in batches, however many there are for each entry', async () => {
    const [invoice, credit] = [await item(2_000), await item(-2_000)];
    await allocate(credit, invoice, 1, 1_201);
    await sealWorkspace(clone.database, workspaceId);
    expect(await waiting()).toBe(0);
    expect((await totals()).get(invoice)).toMatchObject({ amount: '799', allocation_count: 1_201n });
    expect(await failures()).toEqual([]);
  });

  it('pass over a mark that names no allocation', async () => {
    await clone.owner.query('INSERT INTO untotalled_allocation VALUES ($1, gen_random_uuid())', [
      workspaceId,
    ]);
    const [invoice, credit] = [await item(1_000), await item(-400)];
    await allocate(credit, invoice, 400);
    await sealWorkspace(clone.database, workspaceId);
    expect((await totals()).get(invoice)).toMatchObject({ amount: '600' });
    expect((await failures()).map(({ name }) => name)).toEqual(['open-item-totals-fit']);
  });

  it('miss no allocation that was written before a batch and committed after it', async () => {
    const [invoice, credit] = [await item(1_000), await item(-400)];
    await clone.database.transaction({ workspaceId }, async (transaction) => {
      await transaction.query(
        `INSERT INTO allocation (workspace_id, id, from_open_item_id, to_open_item_id, amount, base_amount, effective)
         VALUES ($1, gen_random_uuid(), $2, $3, 100, 100, '2026-03-05')`,
        [workspaceId, credit, invoice],
      );
      await allocate(credit, invoice, 50);
      await sealWorkspace(clone.database, workspaceId);
      expect((await totals()).get(invoice)).toMatchObject({ amount: '950' });
    });
    await sealWorkspace(clone.database, workspaceId);
    expect((await totals()).get(invoice)).toMatchObject({ amount: '850', allocation_count: 2n });
    expect(await failures()).toEqual([]);
  });

  it('hold when several sealers are at work while others allocate', async () => {
    const items = [await item(100_000), await item(100_000), await item(-100_000), await item(-100_000)];
    let allocating = true;
    const sealing = Array.from({ length: 3 }, async () => {
      while (allocating) await sealWorkspace(clone.database, workspaceId);
    });
    await Promise.all(
      Array.from({ length: 6 }, async (_, worker) => {
        for (let turn = 0; turn < 20; turn += 1) {
          await allocate(items[2 + (worker % 2)]!, items[turn % 2]!, 1 + turn);
          if (turn % 5 === 0) expect(await failures()).toEqual([]);
        }
      }),
    );
    allocating = false;
    await Promise.all(sealing);
    await sealWorkspace(clone.database, workspaceId);
    expect(await waiting()).toBe(0);
    const left = [...(await totals()).values()].map(({ amount }) => Number(amount));
    expect(left.filter((amount) => amount > 0).reduce((sum, amount) => sum + amount, 0)).toBe(
      200_000 - 6 * 210,
    );
    expect(await failures()).toEqual([]);
  });
});
