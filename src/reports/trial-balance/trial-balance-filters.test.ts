import { beforeEach, describe, expect, it } from 'vitest';
import { accountIds } from '../../../test/support/post-entry.ts';
import { sealAll } from '../../../test/support/seal-all.ts';
import { sides, useTrialBalanceBooks } from '../../../test/support/trial-balance-books.ts';

const books = useTrialBalanceBooks();

describe('the basis of a trial balance', () => {
  beforeEach(() =>
    books.post(
      '2026-03-01',
      { account: '1000', amount: 60 },
      { account: '1310', amount: -60, basis: 'accrual' },
      { account: '4000', amount: -60, basis: 'cash' },
    ),
  );

  it('is told by basis or reportType in any case', async () => {
    expect(sides(await books.read({ endDate: '2026-12-31', basis: 'ACCRUAL' }))).toEqual({
      1000: '0.60',
      1310: '-0.60',
    });
    expect(await books.read({ endDate: '2026-12-31', reportType: 'Cash' })).toMatchObject({
      basis: 'cash',
      totalCredit: '0.60',
    });
    expect(sides(await books.read({ endDate: '2026-12-31', basis: 'cash' }))).toEqual({
      1000: '0.60',
      4000: '-0.60',
    });
  });

  it('is the workspace’s own where none is given', async () => {
    await books.server.owner.query(`UPDATE books SET accounting_basis = 'cash' WHERE workspace_id = $1`, [
      books.workspace.workspaceId,
    ]);
    expect(await books.read({ endDate: '2026-12-31' })).toMatchObject({ basis: 'cash' });
  });

  it('is refused where it is unknown or contradicts itself', async () => {
    expect((await books.refusal({ endDate: '2026-12-31', basis: 'modified' })).errors).toMatchObject([
      { field: 'basis' },
    ]);
    const body = await books.refusal({ endDate: '2026-12-31', basis: 'cash', reportType: 'accrual' });
    expect(body.errors).toMatchObject([{ field: 'reportType', code: 'INVALID_VALUE' }]);
  });
});

describe('the filters of a trial balance', () => {
  it('shows only the accounts or the type that is asked for', async () => {
    await books.post('2025-03-01', { account: '1000', amount: 9 }, { account: '4000', amount: -9 });
    await books.post('2026-03-01', { account: '1000', amount: 60 }, { account: '4000', amount: -60 });
    const endDate = '2026-12-31';
    const both = [books.ids.get('1000')!.toUpperCase(), books.ids.get('4000')!];
    expect(sides(await books.read({ endDate, accounts: books.ids.get('4000')! }))).toEqual({ 4000: '-0.60' });
    expect(sides(await books.read({ endDate, accountUuids: both.join(',') }))).toEqual({
      1000: '0.69',
      4000: '-0.60',
    });
    expect(sides(await books.read({ endDate, accountUuids: both }))).toEqual({ 1000: '0.69', 4000: '-0.60' });
    expect(sides(await books.read({ endDate, accountType: 'revenue' }))).toEqual({ 4000: '-0.60' });
    expect(sides(await books.read({ endDate, accountType: 'EQUITY' }))).toEqual({ 3900: '-0.09' });
    expect(sides(await books.read({ endDate, accountType: 'Assets', accounts: both[1]! }))).toEqual({});
  });

  it('counts only lines with one of the tags, or lines without a tag', async () => {
    const [north, south] = [await books.addTag('north'), await books.addTag('south')];
    await books.post(
      '2025-03-01',
      { account: '1000', amount: 9, tagIds: [north] },
      { account: '4000', amount: -9, tagIds: [north] },
    );
    await books.post(
      '2026-03-01',
      { account: '1000', amount: 60, tagIds: [north, south] },
      { account: '4000', amount: -60, tagIds: [south] },
    );
    await books.post('2026-03-02', { account: '1000', amount: 500 }, { account: '4000', amount: -500 });
    const endDate = '2026-12-31';
    expect(sides(await books.read({ endDate, tags: north }))).toEqual({ 1000: '0.69', 3900: '-0.09' });
    expect(sides(await books.read({ endDate, tagUuids: `${north},${south}` }))).toEqual({
      1000: '0.69',
      3900: '-0.09',
      4000: '-0.60',
    });
    expect(sides(await books.read({ endDate, noTags: 'true' }))).toEqual({ 1000: '5.00', 4000: '-5.00' });
    expect(sides(await books.read({ endDate, noTags: 'true', tags: south }))).toEqual({
      1000: '5.60',
      4000: '-5.60',
    });
    expect(sides(await books.read({ endDate, noTags: 'false' }))).toEqual({
      1000: '5.69',
      3900: '-0.09',
      4000: '-5.60',
    });
    await sealAll(books.server.database, books.workspace.workspaceId);
    expect(sides(await books.read({ endDate, tags: south }))).toEqual({ 1000: '0.60', 4000: '-0.60' });
  });

  it('takes only its own currency, no projects, and no status that there is not', async () => {
    expect(
      (await books.read({ endDate: '2026-12-31', currency: 'usd', transactionStatus: 'all' })).currency,
    ).toBe('USD');
    const body = await books.refusal({
      endDate: '2026-12-31',
      currency: 'EUR',
      projects: books.ids.get('1000')!,
    });
    expect(body.code).toBe('NOT_AVAILABLE');
    expect(body.errors.map((error: { field: string }) => error.field)).toEqual(['currency', 'projects']);
    expect((await books.refusal({ endDate: '2026-12-31', transactionStatus: 'maybe' })).code).toBe(
      'VALIDATION_ERROR',
    );
  });

  it('counts only lines that are marked as is asked for', async () => {
    const { workspaceId } = books.workspace;
    const entry = await books.post(
      '2026-03-01',
      { account: '1000', amount: 60 },
      { account: '4000', amount: -60 },
    );
    await books.post('2026-03-02', { account: '1000', amount: 7 }, { account: '4000', amount: -7 });
    await books.server.owner.query(
      `INSERT INTO journal_line_mark (workspace_id, effective, entry_id, line_no, reviewed_at, reconciled_at)
       VALUES ($1, '2026-03-01', $2, 1, clock_timestamp(), NULL), ($1, '2026-03-01', $2, 2, clock_timestamp(), clock_timestamp())`,
      [workspaceId, entry],
    );
    const read = async (transactionStatus: string) =>
      sides(await books.read({ endDate: '2026-12-31', transactionStatus }));
    expect(await read('reviewed')).toEqual({ 1000: '0.60', 4000: '-0.60' });
    expect(await read('unreviewed')).toEqual({ 1000: '0.07', 4000: '-0.07' });
    expect(await read('reconciled')).toEqual({ 4000: '-0.60' });
    expect(await read('unreconciled')).toEqual({ 1000: '0.67', 4000: '-0.07' });
  });

  it('is what it was as of an earlier seal, to the byte, whatever is posted later', async () => {
    await books.post('2026-03-01', { account: '1000', amount: 60 }, { account: '4000', amount: -60 });
    await sealAll(books.server.database, books.workspace.workspaceId);
    const query = { endDate: '2026-12-31', throughSeal: '1' };
    const then = await books.read(query);
    expect(sides(then)).toEqual({ 1000: '0.60', 4000: '-0.60' });
    await books.post('2026-02-01', { account: '1000', amount: 1 }, { account: '4000', amount: -1 });
    expect(await books.read(query)).toEqual(then);
    await sealAll(books.server.database, books.workspace.workspaceId);
    expect(JSON.stringify(await books.read(query))).toBe(JSON.stringify(then));
    expect(sides(await books.read({ ...query, throughSeal: '2' }))).toEqual({ 1000: '0.61', 4000: '-0.61' });
    expect(sides(await books.read({ ...query, throughSeal: '0' }))).toEqual({});
    const toCome = await books.workspace.strict.get('/reports/trial-balance', {
      ...query,
      throughSeal: '1000000',
    });
    expect(toCome.body).toMatchObject({
      statusCode: 400,
      errors: [{ field: 'throughSeal', code: 'TOO_LARGE' }],
    });
  });

  it('refuses accounts and tags that this workspace does not have, naming each', async () => {
    const stranger = await books.server.addWorkspace();
    const strange = (await accountIds(books.server.database, stranger.workspaceId)).get('1000')!;
    const body = await books.refusal({ endDate: '2026-12-31', accountUuids: strange, tags: strange });
    expect(body.errors).toMatchObject([
      { field: 'accountUuids', code: 'ACCOUNT_NOT_FOUND' },
      { field: 'tags', code: 'TAG_NOT_FOUND' },
    ]);
    expect((await books.refusal({ endDate: '2026-12-31', accounts: strange })).code).toBe(
      'ACCOUNT_NOT_FOUND',
    );
  });

  it('refuses an account type that is none', async () => {
    expect((await books.refusal({ endDate: '2026-12-31', accountType: 'wealth' })).errors).toMatchObject([
      { field: 'accountType' },
    ]);
  });
});
