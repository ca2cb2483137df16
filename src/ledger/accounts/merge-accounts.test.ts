import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { race } from '../../../test/support/race.ts';
import { useTrialBalanceBooks } from '../../../test/support/trial-balance-books.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';
import { verifyWorkspace } from '../../reports/verify/index.ts';

const books = useTrialBalanceBooks();
const client = () => books.workspace.strict;
const SALES = 4010;
const SERVICES = 4020;

async function done(call: Promise<{ status: number; body: { data: unknown } }>) {
  const { status, body } = await call;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
  return body.data as any;
}
const make = async (name: string, subTypeId = SERVICES, more: object = {}): Promise<string> =>
  (await done(client().post('/chart-of-accounts', { name, subTypeId, ...more }))).uuid;
const merge = (id: string, intoUuid: string, more: object = {}) =>
  client().post(`/chart-of-accounts/${id}/merge`, { intoUuid, ...more });
const unmerge = (id: string, more: object = {}) => client().post(`/chart-of-accounts/${id}/unmerge`, more);
const get = (id: string, query = {}) => done(client().get(`/chart-of-accounts/${id}`, query));
/** Earns on an account, paid in cash. */
const earn = (accountUuid: string, amount: number, date = '2026-03-10') =>
  done(
    client().post('/journal-entries', {
      ...{ descriptionEntry: 'Earned', date },
      lines: [
        { accountUuid: books.ids.get('1000'), amountDebit: amount },
        { accountUuid, amountCredit: amount },
      ],
    }),
  );
const report = (name: string, query: object = {}) =>
  done(client().get(`/reports/${name}`, { startDate: '2026-01-01', endDate: '2026-12-31', ...query }));
const closingOf = (data: { rows: { accountUuid: string; closing: string }[] }, id: string) =>
  data.rows.find(({ accountUuid }) => accountUuid === id)?.closing;
async function verify(): Promise<void> {
  const results = await verifyWorkspace(books.server.database, books.workspace.workspaceId);
  expect(results.flatMap(({ failures }) => failures)).toEqual([]);
}

let kept: string;
let double: string;
beforeEach(async () => {
  kept = await make('Kept');
  double = await make('Double');
});

describe('an account that is merged into another', () => {
  it('is told under it in every report, and by itself where that is asked for', async () => {
    await earn(kept, 100);
    await earn(double, 30);
    await earn(double, 7, '2025-05-05');
    await done(merge(double, kept));
    const balances = await report('trial-balance');
    expect([closingOf(balances, kept), closingOf(balances, double)]).toEqual(['-130.00', undefined]);
    const apart = await report('trial-balance', { merged: 'false' });
    expect([closingOf(apart, kept), closingOf(apart, double)]).toEqual(['-100.00', '-30.00']);
    for (const accountUuids of [kept, double]) {
      const result = await report('pnl', { accountUuids });
      const rows = result.sections.flatMap(({ rows }: { rows: object[] }) => rows);
      expect(rows).toMatchObject([{ accountUuid: kept, amount: '130.00' }]);
      const { accounts } = await report('general-ledger', { accountUuids, limit: '1' });
      expect(accounts).toMatchObject([
        { accountUuid: kept, opening: '0.00', closing: '-130.00', continued: true },
      ]);
      const journal = await report('journal', { accountUuids });
      expect(journal.totals).toMatchObject({ entries: 2, credit: '130.00' });
      expect(
        journal.entries.flatMap(({ lines }: { lines: { accountUuid: string }[] }) => lines[1]!.accountUuid),
      ).toEqual([kept, kept]);
      const listed = await done(client().get('/journal-entries', { accountUuids }));
      expect(listed.totalRecords).toBe(3);
    }
    const first = await report('general-ledger', { accountUuids: kept, limit: '1' });
    const second = await report('general-ledger', {
      accountUuids: kept,
      limit: '1',
      cursor: first.nextCursor,
    });
    const lines = [first, second].map(({ accounts }) => accounts[0].lines[0].balance);
    expect(lines).toEqual(['-100.00', '-130.00']);
    expect(await get(kept, { includeBalances: 'true' })).toMatchObject({
      balance: '137.00',
      mergedUuids: [double],
    });
    expect(await get(double, { includeBalances: 'true' })).toMatchObject({
      balance: '0.00',
      mergedIntoUuid: kept,
    });
    await verify();
  });

  it('is left out of the chart unless it is asked for', async () => {
    await done(merge(double, kept));
    const names = async (query: object) =>
      (
        await done(client().get('/chart-of-accounts', { page: '1', search: 'Double', ...query }))
      ).accounts.map(({ name }: { name: string }) => name);
    expect(await names({})).toEqual([]);
    expect(await names({ includeMerged: 'true' })).toEqual(['Double']);
    const { body } = await client().get('/chart-of-accounts');
    expect(body.some(({ name }: { name: string }) => name === 'Double')).toBe(false);
  });

  it('may not be named by an entry, a product, a tax or another account', async () => {
    await done(merge(double, kept));
    const lines = [
      { accountUuid: double, amountDebit: 1 },
      { accountUuid: kept, amountCredit: 1 },
    ];
    for (const [path, body] of [
      ['/journal-entries', { descriptionEntry: 'x', date: '2026-01-01', lines }],
      ['/products', { name: 'New', categoryAccountUuid: double }],
      ['/chart-of-accounts', { name: 'Below', subTypeId: SERVICES, parentAccountUuid: double }],
    ] as const) {
      const { status, body: answer } = await client().post(path, body);
      expect([path, status, answer.code, answer.details?.mergedIntoUuid]).toEqual([
        path,
        400,
        'ACCOUNT_MERGED',
        kept,
      ]);
    }
  });

  it('stays as it is, like the other', async () => {
    await done(merge(double, kept));
    const changed = await client().patch(`/chart-of-accounts/${double}`, { description: 'x' });
    expect([changed.status, changed.body.code]).toEqual([400, 'ACCOUNT_MERGED']);
    for (const [id, reason] of [
      [double, 'IS_MERGED'],
      [kept, 'HAS_MERGED_ACCOUNTS'],
    ]) {
      const { body } = await client().delete(`/chart-of-accounts/${id}`);
      expect([body.code, body.details.deleteBlockedReason]).toEqual(['ACCOUNT_NOT_DELETABLE', reason]);
    }
    await done(unmerge(double));
    await done(client().delete(`/chart-of-accounts/${double}`));
    await verify();
  });

  it('leaves its products to the other, which their documents post to', async () => {
    const product = await done(
      client().post('/products', { name: 'Work', categoryAccountUuid: double, unitPrice: 10 }),
    );
    const customer = await done(client().post('/customers', { customer: 'Aimee' }));
    await done(merge(double, kept));
    expect((await done(client().get(`/products/${product.uuid}`))).categoryAccount.uuid).toBe(kept);
    await done(client().patch(`/products/${product.uuid}`, { description: 'Still there' }));
    await done(
      client().post('/invoices', {
        ...{ customerUuid: customer.uuid, invoiceNumber: 'M-1', date: '2026-07-01', dueDate: '2026-07-31' },
        ...{
          isDraft: false,
          invoiceType: 'invoice',
          products: [{ productUuid: product.uuid, quantity: 1, price: 10 }],
        },
      }),
    );
    const { rows } = await books.server.owner.query(
      'SELECT account_id FROM journal_line WHERE workspace_id = $1 AND amount = -1000',
      [books.workspace.workspaceId],
    );
    expect(rows).toEqual([{ account_id: kept }]);
    await done(unmerge(double));
    expect((await done(client().get(`/products/${product.uuid}`))).categoryAccount.uuid).toBe(double);
    await verify();
  });

  it('may stay in an entry by hand whose lines stay', async () => {
    const entry = await earn(double, 5);
    await done(merge(double, kept));
    await done(client().patch(`/journal-entries/${entry.uuid}`, { date: '2026-03-11' }));
    expect(closingOf(await report('trial-balance'), kept)).toBe('-5.00');
    await verify();
  });
});

describe('accounts are not merged', () => {
  const messageOf = async (id: string, into: string) => {
    const { status, body } = await merge(id, into);
    expect([status, body.code], JSON.stringify(body)).toEqual([400, 'CANNOT_MERGE']);
    return body.message;
  };

  it('that a total would tell apart', async () => {
    expect(await messageOf(double, await make('Goods', SALES))).toContain('the same type and sub-type');
    expect(await messageOf(double, books.ids.get('1000')!)).toContain('the same type and sub-type');
  });

  it('that the server posts to, that a tax names, that have sub-accounts, or reconciled lines', async () => {
    const receivable = books.ids.get('1200')!;
    const other = await make('Other receivable', 1210);
    expect(await messageOf(receivable, other)).toContain('the server itself posts to');
    expect(await messageOf(other, receivable)).toContain('the server itself posts to');
    const [levied, liability] = [await make('Levied', 2210), await make('Liability', 2210)];
    await done(client().post('/taxes', { name: 'Levy', percentage: 5, salesAccountUuid: levied }));
    expect(await messageOf(levied, liability)).toContain('a tax names');
    await make('Below', SERVICES, { parentAccountUuid: double });
    expect(await messageOf(double, kept)).toContain('sub-accounts');
    const bank = await make('Second bank', 1010);
    await earn(kept, 9);
    await books.server.owner.query(
      `INSERT INTO journal_line_mark (workspace_id, effective, entry_id, line_no, reconciled_at)
       SELECT workspace_id, effective, entry_id, line_no, now() FROM journal_line WHERE workspace_id = $1 AND account_id = $2`,
      [books.workspace.workspaceId, books.ids.get('1000')],
    );
    expect(await messageOf(books.ids.get('1000')!, bank)).toContain('reconciled');
  });

  it('into themselves, an unknown one, or one that is merged', async () => {
    expect(await messageOf(double, double)).toContain('another account');
    const unknown = await merge(double, UNKNOWN_UUID);
    expect([unknown.status, unknown.body.code]).toEqual([400, 'ACCOUNT_NOT_FOUND']);
    await done(merge(double, kept));
    expect((await merge(await make('Third'), double)).body.code).toBe('ACCOUNT_MERGED');
    expect((await unmerge(kept)).body.code).toBe('NOT_MERGED');
  });
});

describe('in books that are closed', () => {
  const hashOf = async (query: object) => {
    const { body } = await client().get('/reports/trial-balance', {
      ...{ startDate: '2026-01-01', endDate: '2026-03-31', basis: 'accrual', format: 'csv', ...query },
    });
    return createHash('sha256').update(String(body)).digest('hex');
  };

  it('an owner gives a reason, and the hashes of the reports go on holding', async () => {
    await earn(double, 5);
    await earn(kept, 6);
    await done(client().patch('/workspace', { bookClosedThroughDate: '2026-03-31' }));
    const [closing] = (await done(client().get('/workspace/closings'))).closings;
    const kepthash = closing.reports.find(
      ({ report: name, basis }: { report: string; basis: string }) =>
        name === 'trial-balance' && basis === 'accrual',
    ).sha256;
    expect(await hashOf({})).toBe(kepthash);
    const refused = await merge(double, kept);
    expect([refused.status, refused.body.code, refused.body.details.closedThrough]).toEqual([
      ...[400, 'PERIOD_CLOSED', '2026-03-31'],
    ]);
    await done(merge(double, kept, { reason: 'Opened twice' }));
    expect(await hashOf({})).not.toBe(kepthash);
    expect(await hashOf({ merged: 'false' })).toBe(kepthash);
    expect((await unmerge(double)).body.code).toBe('PERIOD_CLOSED');
    await done(unmerge(double, { reason: 'They were two' }));
    expect(await hashOf({})).toBe(kepthash);
    await verify();
  });

  it('nobody but an owner merges, unless nothing of the account is in them', async () => {
    await earn(double, 5, '2026-05-05');
    await done(client().patch('/workspace', { bookClosedThroughDate: '2026-03-31' }));
    await books.server.owner.query(`UPDATE membership SET role = 'bookkeeper' WHERE workspace_id = $1`, [
      books.workspace.workspaceId,
    ]);
    await done(merge(double, kept));
    await done(unmerge(double));
    await earn(kept, 5, '2026-05-05');
    await books.server.owner.query(`UPDATE membership SET role = 'owner' WHERE workspace_id = $1`, [
      books.workspace.workspaceId,
    ]);
    await done(client().patch('/workspace', { bookClosedThroughDate: '2026-06-30' }));
    await books.server.owner.query(`UPDATE membership SET role = 'bookkeeper' WHERE workspace_id = $1`, [
      books.workspace.workspaceId,
    ]);
    const { status, body } = await merge(double, kept, { reason: 'Opened twice' });
    expect([status, body.code]).toEqual([400, 'PERIOD_CLOSED']);
    expect(body.message).toContain('an owner');
  });
});

it('an account is never deleted that is merged at that moment', async () => {
  const outcomes = await race('Merged', {
    make: (name) => make(name),
    use: (id) => merge(id, kept),
    change: (id) => client().delete(`/chart-of-accounts/${id}`),
  });
  const fitting = ['200, 400 ACCOUNT_NOT_DELETABLE', '404 ACCOUNT_NOT_FOUND, 200'];
  expect(fitting).toEqual(expect.arrayContaining(outcomes));
  await verify();
});
