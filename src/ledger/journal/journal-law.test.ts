import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryDocument, type NewEntry, postEntry } from '../../../test/support/post-entry.ts';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { createWorkspace } from '../workspaces/create-workspace.ts';

let clone: TestDatabase;
let workspaceId: string;
let otherId: string;

beforeAll(async () => {
  clone = await cloneTestDatabase();
  workspaceId = await createWorkspace(clone.database, { name: 'One', currency: 'USD' });
  otherId = await createWorkspace(clone.database, { name: 'Other', currency: 'USD' });
});
afterAll(() => clone.close());

const INSUFFICIENT_PRIVILEGE = '42501';
const UNIQUE_VIOLATION = '23505';
const BOOKS_CLOSED = 'RC001';
const ONLY_ADDED_TO = 'RC002';
const OUT_OF_BALANCE = 'RC003';
const LINE_REFUSED = 'RC004';

const within = <T>(work: (transaction: Transaction) => Promise<T>, ws = workspaceId) =>
  clone.database.transaction({ workspaceId: ws }, work);
const post = (entry: Partial<NewEntry> = {}) =>
  postEntry(clone.database, workspaceId, {
    effective: '2026-03-01',
    lines: [
      { account: '1000', amount: 100 },
      { account: '4000', amount: -100 },
    ],
    ...entry,
  });

const GROWN = [
  'journal_entry',
  'journal_line',
  'journal_line_tag',
  'open_item',
  'allocation',
  'entry_seal',
  'number_register',
  'audit_log',
];

describe('the journal is only added to', () => {
  const changes = (table: string) => [
    `UPDATE ${table} SET workspace_id = workspace_id`,
    `UPDATE ${table} SET workspace_id = workspace_id WHERE false`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table} CASCADE`,
  ];

  it.each(GROWN)('%s refuses every change to the server', async (table) => {
    for (const change of changes(table)) {
      await expect(
        within((transaction) => transaction.query(change)),
        change,
      ).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
    }
  });

  it.each(GROWN)('%s refuses every change to the owner as well', async (table) => {
    for (const change of changes(table)) {
      await expect(clone.owner.query(change), change).rejects.toMatchObject({ code: ONLY_ADDED_TO });
    }
  });
});

describe('an entry', () => {
  it('is posted with its lines and its mark for the sealer', async () => {
    const id = await post();
    const rows = await within((transaction) =>
      transaction.query(
        `SELECT e.kind, u.recorded_at = e.recorded_at AS same_instant, (SELECT sum(amount)::text FROM journal_line l WHERE l.entry_id = e.entry_id) AS sum
           FROM journal_entry e JOIN unsealed_entry u USING (workspace_id, effective, entry_id) WHERE e.entry_id = $1`,
        [id],
      ),
    );
    expect(rows).toEqual([{ kind: 'original', same_instant: true, sum: '0' }]);
  });

  it.each<[string, NewEntry['lines']]>([
    [
      'does not balance',
      [
        { account: '1000', amount: 100 },
        { account: '4000', amount: -99 },
      ],
    ],
    ['has one line', [{ account: '1000', amount: 0 }]],
    ['has no line', []],
    [
      'balances in the accrual book only',
      [
        { account: '1000', amount: 100 },
        { account: '4000', amount: -100, basis: 'accrual' },
      ],
    ],
    [
      'balances over both books but in neither',
      [
        { account: '1000', amount: 100, basis: 'cash' },
        { account: '4000', amount: -100, basis: 'accrual' },
      ],
    ],
  ])('is refused at commit where it %s', async (_what, lines) => {
    await expect(post({ lines })).rejects.toMatchObject({ code: OUT_OF_BALANCE });
  });

  it('is refused where it balances in base currency but not in the one that its lines share', async () => {
    const { document } = await entryDocument(clone.database, workspaceId, {
      effective: '2026-03-01',
      lines: [
        { account: '1000', amount: 100 },
        { account: '4000', amount: -100 },
      ],
    });
    document.entry_lines[0]!.amount = '101';
    const work = within((transaction) =>
      transaction.query('SELECT post_document($1, $2)', [workspaceId, JSON.stringify(document)]),
    );
    await expect(work).rejects.toMatchObject({ code: OUT_OF_BALANCE });
  });

  it('balances in base currency where its lines have several currencies, and is refused where it does not', async () => {
    const inTwoCurrencies = async (baseAmount: string) => {
      const { document } = await entryDocument(clone.database, workspaceId, {
        effective: '2026-03-01',
        lines: [
          { account: '1000', amount: 100 },
          { account: '4000', amount: -100 },
        ],
      });
      Object.assign(document.entry_lines[1]!, { currency: 'EUR', amount: '-92', base_amount: baseAmount });
      return within((transaction) =>
        transaction.query('SELECT post_document($1, $2)', [workspaceId, JSON.stringify(document)]),
      );
    };
    await inTwoCurrencies('-100');
    await expect(inTwoCurrencies('-99')).rejects.toMatchObject({ code: OUT_OF_BALANCE });
  });

  it('takes no line of a later transaction, not even a balanced pair', async () => {
    const id = await post();
    const add = (who: (text: string, values: unknown[]) => Promise<unknown>) =>
      who(
        `INSERT INTO journal_line (workspace_id, effective, entry_id, line_no, account_id, basis, currency, amount, base_amount)
         SELECT workspace_id, effective, entry_id, line_no + 10, account_id, basis, currency, amount, base_amount
           FROM journal_line WHERE workspace_id = $1 AND entry_id = $2`,
        [workspaceId, id],
      );
    await expect(within((transaction) => add(transaction.query))).rejects.toMatchObject({
      code: LINE_REFUSED,
    });
    await expect(add((text, values) => clone.owner.query(text, values))).rejects.toMatchObject({
      code: LINE_REFUSED,
    });
  });

  it('takes no line after its balance was checked, not even in its own transaction', async () => {
    const { document, entryId } = await entryDocument(clone.database, workspaceId, {
      effective: '2026-03-01',
      lines: [
        { account: '1000', amount: 100 },
        { account: '4000', amount: -100 },
      ],
    });
    const work = within(async (transaction) => {
      await transaction.query('SELECT post_document($1, $2)', [workspaceId, JSON.stringify(document)]);
      await transaction.query('SET CONSTRAINTS ALL IMMEDIATE');
      await transaction.query(
        `INSERT INTO journal_line (workspace_id, effective, entry_id, line_no, account_id, basis, currency, amount, base_amount)
         SELECT workspace_id, effective, entry_id, 9, account_id, basis, currency, amount, base_amount
           FROM journal_line WHERE workspace_id = $1 AND entry_id = $2 AND line_no = 1`,
        [workspaceId, entryId],
      );
    });
    await expect(work).rejects.toMatchObject({ code: LINE_REFUSED });
  });

  it('takes no tag of a later transaction', async () => {
    const id = await post();
    const work = within((transaction) =>
      transaction.query(`INSERT INTO journal_line_tag VALUES ($1, '2026-03-01', $2, 1, $3)`, [
        workspaceId,
        id,
        uuidv7(),
      ]),
    );
    await expect(work).rejects.toMatchObject({ code: LINE_REFUSED });
  });

  it('cannot claim to be of another transaction', async () => {
    await within(async (transaction) => {
      const [row] = await transaction.query(
        `INSERT INTO journal_entry (workspace_id, effective, entry_id, source, source_id, source_version, kind, request_id, document_hash, posted_xid)
         VALUES ($1, '2026-03-01', $2, 'journal', $2, 1, 'original', 'test', '', '3') RETURNING posted_xid = pg_current_xact_id() AS own`,
        [workspaceId, uuidv7()],
      );
      expect(row).toEqual({ own: true });
      await transaction.rollback();
    });
  });

  it('is posted once for each version of its document, and reversed once', async () => {
    const sourceId = uuidv7();
    const id = await post({ sourceId });
    await expect(post({ sourceId })).rejects.toMatchObject({ code: UNIQUE_VIOLATION });
    await post({ sourceId, sourceVersion: 2 });
    const lines = [
      { account: '1000', amount: -100 },
      { account: '4000', amount: 100 },
    ];
    await post({ sourceId, kind: 'reversal', reversesEntryId: id, lines });
    const again = post({ sourceId: uuidv7(), kind: 'reversal', reversesEntryId: id, lines });
    await expect(again).rejects.toMatchObject({ code: UNIQUE_VIOLATION });
  });

  it('is refused on or before the day through which the books are closed, unless it is late on purpose', async () => {
    const closedId = await createWorkspace(clone.database, { name: 'Closed', currency: 'USD' });
    await clone.owner.query(`UPDATE books SET closed_through = '2026-02-28' WHERE workspace_id = $1`, [
      closedId,
    ]);
    const lines = [
      { account: '1000', amount: 1 },
      { account: '4000', amount: -1 },
    ];
    const on = (effective: string, kind: 'original' | 'late' = 'original') =>
      postEntry(clone.database, closedId, { effective, kind, lines });
    await expect(on('2026-02-28')).rejects.toMatchObject({ code: BOOKS_CLOSED, detail: '2026-02-28' });
    await on('2026-03-01');
    await on('2026-02-28', 'late');
  });
});

describe('the fence', () => {
  it('refuses an entry of another workspace, whichever way it comes', async () => {
    const { document } = await entryDocument(clone.database, otherId, {
      effective: '2026-03-01',
      lines: [
        { account: '1000', amount: 100 },
        { account: '4000', amount: -100 },
      ],
    });
    const posting = within((transaction) =>
      transaction.query('SELECT post_document($1, $2)', [otherId, JSON.stringify(document)]),
    );
    await expect(posting).rejects.toMatchObject({
      code: INSUFFICIENT_PRIVILEGE,
      message: expect.stringContaining('row-level security'),
    });
    const inserting = within((transaction) =>
      transaction.query(
        `INSERT INTO journal_entry (workspace_id, effective, entry_id, source, source_id, source_version, kind, request_id, document_hash)
         VALUES ($1, '2026-03-01', $2, 'journal', $2, 1, 'original', 'test', '')`,
        [otherId, uuidv7()],
      ),
    );
    await expect(inserting).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
  });

  it('refuses a line on an account of another workspace', async () => {
    const strange = await within(
      (transaction) =>
        transaction.query<{ id: string }>(`SELECT id FROM account WHERE account_number = '1000'`),
      otherId,
    );
    const work = post({
      lines: [
        { account: strange[0]!.id, amount: 1 },
        { account: '4000', amount: -1 },
      ],
    });
    await expect(work).rejects.toMatchObject({ code: '23503' });
  });

  it('shows nothing of another workspace, and nothing at all without one', async () => {
    await post();
    const count = 'SELECT count(*)::integer AS count FROM journal_line';
    expect(await within((transaction) => transaction.query(count), otherId)).toEqual([{ count: 0 }]);
    expect(await clone.database.unfenced((transaction) => transaction.query(count))).toEqual([{ count: 0 }]);
  });
});
