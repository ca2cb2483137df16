import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountIds, postEntry } from '../../../test/support/post-entry.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';
import { sealWorkspace } from '../../ledger/seals/seal-workspace.ts';

let server: TestServer;
let books: TestWorkspace;
let ids: Map<string, string>;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  books = await server.addWorkspace();
  ids = await accountIds(server.database, books.workspaceId);
});

type Query = Record<string, string | readonly string[]>;
const read = async (query: Query, from: TestWorkspace = books) =>
  (await from.strict.get('/reports/trial-balance', query)).body.data;
const refusal = async (query: Query) => {
  const { status, body } = await books.strict.get('/reports/trial-balance', query);
  expect(status).toBe(400);
  return body;
};
const post = (effective: string, ...lines: Parameters<typeof postEntry>[2]['lines'][number][]) =>
  postEntry(server.database, books.workspaceId, { effective, lines });
/** `{1000: '125.00', 4000: '-125.00'}`: what stands on the debit side positive, on the credit side negative. */
const sides = (report: { rows: { accountNumber: string; debit: string; credit: string }[] }) =>
  Object.fromEntries(
    report.rows.map((row) => [row.accountNumber, row.credit === '0.00' ? row.debit : `-${row.credit}`]),
  );

/** While it runs nothing can be sealed: a sealer that finds the head of the chain locked leaves. */
async function withoutSealing<T>(work: () => Promise<T>): Promise<T> {
  const client = await server.owner.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT FROM chain_head WHERE workspace_id = $1 FOR UPDATE', [books.workspaceId]);
    return await work();
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

async function addTag(name: string): Promise<string> {
  const id = uuidv7();
  await server.owner.query('INSERT INTO tag (workspace_id, id, name, name_key) VALUES ($1, $2, $3, $3)', [
    books.workspaceId,
    id,
    name,
  ]);
  return id;
}

describe('the trial balance', () => {
  it('answers an account a row, its balance on one side, in the order of the chart', async () => {
    await post(
      '2026-03-01',
      { account: '1000', amount: 10_825 },
      { account: '4110', amount: -10_000 },
      { account: '2200', amount: -825 },
    );
    const report = await read({ endDate: '2026-12-31' });
    expect(report).toMatchObject({
      startDate: '2026-01-01',
      endDate: '2026-12-31',
      currency: 'USD',
      basis: 'accrual',
    });
    expect(report).toMatchObject({ totalDebit: '108.25', totalCredit: '108.25' });
    expect(report.rows).toEqual([
      {
        accountUuid: ids.get('1000'),
        accountNumber: '1000',
        accountName: 'Checking',
        type: 'Assets',
        subType: 'Checking',
        parentAccountUuid: null,
        debit: '108.25',
        credit: '0.00',
      },
      expect.objectContaining({ accountNumber: '2200', debit: '0.00', credit: '8.25' }),
      expect.objectContaining({
        accountNumber: '4110',
        parentAccountUuid: ids.get('4100'),
        credit: '100.00',
      }),
    ]);
  });

  it('is empty where nothing is posted, and of the workspace alone', async () => {
    await post('2026-03-01', { account: '1000', amount: 500 }, { account: '4000', amount: -500 });
    const stranger = await server.addWorkspace();
    expect(await read({ endDate: '2026-12-31' }, stranger)).toMatchObject({
      rows: [],
      totalDebit: '0.00',
      totalCredit: '0.00',
    });
  });

  it('says the same before, amid and after sealing, by GET and by POST', async () => {
    const query = { endDate: '2026-12-31' };
    const before = await withoutSealing(async () => {
      await post('2026-03-01', { account: '1000', amount: 500 }, { account: '4000', amount: -500 });
      await post('2026-03-02', { account: '6000', amount: 70 }, { account: '1000', amount: -70 });
      return read(query);
    });
    expect(sides(before)).toEqual({ 1000: '4.30', 4000: '-5.00', 6000: '0.70' });
    await sealWorkspace(server.database, books.workspaceId);
    expect(await read(query)).toEqual(before);
    const amid = await withoutSealing(async () => {
      await post('2026-03-01', { account: '1000', amount: 1 }, { account: '4000', amount: -1 });
      const { rows } = await server.owner.query('SELECT FROM unsealed_entry WHERE workspace_id = $1', [
        books.workspaceId,
      ]);
      expect(rows).toHaveLength(1);
      return read(query);
    });
    expect(sides(amid)).toEqual({ 1000: '4.31', 4000: '-5.01', 6000: '0.70' });
    await sealWorkspace(server.database, books.workspaceId);
    const posted = await books.strict.post('/reports/trial-balance', {}, { query });
    expect(posted.status).toBe(200);
    expect(posted.body.data).toEqual(amid);
  });

  it('keeps an account whose postings cancel out, at zero on both sides', async () => {
    await post('2026-03-01', { account: '1000', amount: 500 }, { account: '4000', amount: -500 });
    await post('2026-03-02', { account: '1000', amount: -500 }, { account: '4000', amount: 500 });
    const { rows, totalDebit } = await read({ endDate: '2026-12-31' });
    expect(rows).toMatchObject([
      { debit: '0.00', credit: '0.00' },
      { debit: '0.00', credit: '0.00' },
    ]);
    expect(totalDebit).toBe('0.00');
  });

  it('adds up amounts past what a float or a bigint column could hold', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await post(
        '2026-03-01',
        { account: '1000', amount: 9_007_199_254_740_993n },
        { account: '4000', amount: -9_007_199_254_740_993n },
      );
    }
    expect((await read({ endDate: '2026-12-31' })).totalDebit).toBe('270215977642229.79');
  });

  it('counts amounts in the digits of the workspace’s currency', async () => {
    books = await server.addWorkspace({ currency: 'JPY' });
    await post('2026-03-01', { account: '1000', amount: 500 }, { account: '4000', amount: -500 });
    expect(await read({ endDate: '2026-12-31' })).toMatchObject({
      currency: 'JPY',
      totalDebit: '500',
      totalCredit: '500',
    });
  });
});

describe('the dates of a trial balance', () => {
  beforeEach(async () => {
    await post('2025-06-30', { account: '1000', amount: 100 }, { account: '4000', amount: -100 });
    await post('2026-02-28', { account: '1000', amount: 20 }, { account: '4000', amount: -20 });
    await post('2026-03-31', { account: '6000', amount: 3 }, { account: '1000', amount: -3 });
    await post('2199-01-01', { account: '1000', amount: 7000 }, { account: '4000', amount: -7000 });
  });

  it('adds income and expenses of before the start to retained earnings', async () => {
    const report = await read({ startDate: '2026-03-01', endDate: '2026-03-31' });
    expect(sides(report)).toEqual({ 1000: '1.17', 3900: '-1.20', 6000: '0.03' });
    expect(report.totalDebit).toBe(report.totalCredit);
    const whole = await read({ startDate: '1900-01-01', endDate: '2026-03-31' });
    expect(sides(whole)).toEqual({ 1000: '1.17', 4000: '-1.20', 6000: '0.03' });
  });

  it('adds them to what was posted to retained earnings', async () => {
    await post('2026-03-15', { account: '3900', amount: 40 }, { account: '3010', amount: -40 });
    const report = await read({ startDate: '2026-01-01', endDate: '2026-03-31' });
    expect(sides(report)).toMatchObject({ 3900: '-0.60', 3010: '-0.40' });
  });

  it('begins at the start of the fiscal year of the end date where no start is given', async () => {
    books = await server.addWorkspace({ fiscalYearStartMonth: 3 });
    await post('2026-02-28', { account: '1000', amount: 20 }, { account: '4000', amount: -20 });
    await post('2026-03-01', { account: '1000', amount: 5 }, { account: '4000', amount: -5 });
    const february = await read({ endDate: '2026-02-28' });
    expect(february.startDate).toBe('2025-03-01');
    expect(sides(february)).toEqual({ 1000: '0.20', 4000: '-0.20' });
    const march = await read({ endDate: '2026-03-01' });
    expect(march.startDate).toBe('2026-03-01');
    expect(sides(march)).toEqual({ 1000: '0.25', 3900: '-0.20', 4000: '-0.05' });
  });

  it('takes any valid dates, far in the future too', async () => {
    expect(sides(await read({ endDate: '1900-01-01' }))).toEqual({});
    expect(sides(await read({ endDate: '2999-12-31' }))).toEqual({ 1000: '71.17', 3900: '-71.17' });
    expect(sides(await read({ endDate: '2026-03-31', startDate: '2026-03-31' }))).toMatchObject({
      6000: '0.03',
    });
  });

  it('refuses an end that is missing, a date that is none, and a start after the end, together with the rest', async () => {
    expect((await refusal({})).errors).toMatchObject([{ field: 'endDate', code: 'REQUIRED' }]);
    expect((await refusal({ endDate: '2026-02-30' })).errors).toMatchObject([
      { field: 'endDate', code: 'INVALID_DATE' },
    ]);
    const body = await refusal({
      startDate: '2026-04-01',
      endDate: '2026-03-31',
      accountUuids: 'x',
      noTags: 'maybe',
    });
    expect(body.errors.map((error: { field: string }) => error.field).sort()).toEqual([
      'accountUuids',
      'noTags',
      'startDate',
    ]);
  });
});

describe('the basis of a trial balance', () => {
  beforeEach(() =>
    post(
      '2026-03-01',
      { account: '1000', amount: 60 },
      { account: '1310', amount: -60, basis: 'accrual' },
      { account: '4000', amount: -60, basis: 'cash' },
    ),
  );

  it('is told by basis or reportType in any case', async () => {
    expect(sides(await read({ endDate: '2026-12-31', basis: 'ACCRUAL' }))).toEqual({
      1000: '0.60',
      1310: '-0.60',
    });
    expect(await read({ endDate: '2026-12-31', reportType: 'Cash' })).toMatchObject({
      basis: 'cash',
      totalCredit: '0.60',
    });
    expect(sides(await read({ endDate: '2026-12-31', basis: 'cash' }))).toEqual({
      1000: '0.60',
      4000: '-0.60',
    });
  });

  it('is the workspace’s own where none is given', async () => {
    await server.owner.query(`UPDATE books SET accounting_basis = 'cash' WHERE workspace_id = $1`, [
      books.workspaceId,
    ]);
    expect(await read({ endDate: '2026-12-31' })).toMatchObject({ basis: 'cash' });
  });

  it('is refused where it is unknown or contradicts itself', async () => {
    expect((await refusal({ endDate: '2026-12-31', basis: 'modified' })).errors).toMatchObject([
      { field: 'basis' },
    ]);
    const body = await refusal({ endDate: '2026-12-31', basis: 'cash', reportType: 'accrual' });
    expect(body.errors).toMatchObject([{ field: 'reportType', code: 'INVALID_ENUM' }]);
  });
});

describe('the filters of a trial balance', () => {
  it('shows only the accounts or the type that is asked for', async () => {
    await post('2025-03-01', { account: '1000', amount: 9 }, { account: '4000', amount: -9 });
    await post('2026-03-01', { account: '1000', amount: 60 }, { account: '4000', amount: -60 });
    const endDate = '2026-12-31';
    const both = [ids.get('1000')!.toUpperCase(), ids.get('4000')!];
    expect(sides(await read({ endDate, accounts: ids.get('4000')! }))).toEqual({ 4000: '-0.60' });
    expect(sides(await read({ endDate, accountUuids: both.join(',') }))).toEqual({
      1000: '0.69',
      4000: '-0.60',
    });
    expect(sides(await read({ endDate, accountUuids: both }))).toEqual({ 1000: '0.69', 4000: '-0.60' });
    expect(sides(await read({ endDate, accountType: 'revenue' }))).toEqual({ 4000: '-0.60' });
    expect(sides(await read({ endDate, accountType: 'EQUITY' }))).toEqual({ 3900: '-0.09' });
    expect(sides(await read({ endDate, accountType: 'Assets', accounts: both[1]! }))).toEqual({});
  });

  it('counts only lines with one of the tags, or lines without a tag', async () => {
    const [north, south] = [await addTag('north'), await addTag('south')];
    await post(
      '2025-03-01',
      { account: '1000', amount: 9, tagIds: [north] },
      { account: '4000', amount: -9, tagIds: [north] },
    );
    await post(
      '2026-03-01',
      { account: '1000', amount: 60, tagIds: [north, south] },
      { account: '4000', amount: -60, tagIds: [south] },
    );
    await post('2026-03-02', { account: '1000', amount: 500 }, { account: '4000', amount: -500 });
    const endDate = '2026-12-31';
    expect(sides(await read({ endDate, tags: north }))).toEqual({ 1000: '0.69', 3900: '-0.09' });
    expect(sides(await read({ endDate, tagUuids: `${north},${south}` }))).toEqual({
      1000: '0.69',
      3900: '-0.09',
      4000: '-0.60',
    });
    expect(sides(await read({ endDate, noTags: 'true' }))).toEqual({ 1000: '5.00', 4000: '-5.00' });
    expect(sides(await read({ endDate, noTags: 'true', tags: south }))).toEqual({
      1000: '5.60',
      4000: '-5.60',
    });
    expect(sides(await read({ endDate, noTags: 'false' }))).toEqual({
      1000: '5.69',
      3900: '-0.09',
      4000: '-5.60',
    });
    await sealWorkspace(server.database, books.workspaceId);
    expect(sides(await read({ endDate, tags: south }))).toEqual({ 1000: '0.60', 4000: '-0.60' });
  });

  it('takes only its own currency and the status all so far', async () => {
    expect((await read({ endDate: '2026-12-31', currency: 'usd', transactionStatus: 'all' })).currency).toBe(
      'USD',
    );
    const body = await refusal({ endDate: '2026-12-31', currency: 'EUR', transactionStatus: 'reviewed' });
    expect(body.code).toBe('NOT_AVAILABLE');
    expect(body.errors.map((error: { field: string }) => error.field)).toEqual([
      'currency',
      'transactionStatus',
    ]);
    expect((await refusal({ endDate: '2026-12-31', transactionStatus: 'maybe' })).code).toBe(
      'VALIDATION_ERROR',
    );
  });

  it('refuses accounts and tags that this workspace does not have, naming each', async () => {
    const stranger = await server.addWorkspace();
    const strange = (await accountIds(server.database, stranger.workspaceId)).get('1000')!;
    const body = await refusal({ endDate: '2026-12-31', accountUuids: strange, tags: strange });
    expect(body.errors).toMatchObject([
      { field: 'accountUuids', code: 'ACCOUNT_NOT_FOUND' },
      { field: 'tags', code: 'TAG_NOT_FOUND' },
    ]);
    expect((await refusal({ endDate: '2026-12-31', accounts: strange })).code).toBe('ACCOUNT_NOT_FOUND');
  });

  it('refuses an account type that is none', async () => {
    expect((await refusal({ endDate: '2026-12-31', accountType: 'wealth' })).errors).toMatchObject([
      { field: 'accountType' },
    ]);
  });
});
