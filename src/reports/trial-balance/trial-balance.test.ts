import { beforeEach, describe, expect, it } from 'vitest';
import { sealAll } from '../../../test/support/seal-all.ts';
import { sides, useTrialBalanceBooks } from '../../../test/support/trial-balance-books.ts';

const books = useTrialBalanceBooks();

describe('the trial balance', () => {
  it('answers an account a row, its balance on one side, in the order of the chart', async () => {
    await books.post(
      '2026-03-01',
      { account: '1000', amount: 10_825 },
      { account: '4110', amount: -10_000 },
      { account: '2200', amount: -825 },
    );
    const report = await books.read({ endDate: '2026-12-31' });
    expect(report).toMatchObject({
      startDate: '2026-01-01',
      endDate: '2026-12-31',
      currency: 'USD',
      basis: 'accrual',
    });
    expect(report).toMatchObject({ totalDebit: '108.25', totalCredit: '108.25' });
    expect(report.rows).toEqual([
      {
        accountUuid: books.ids.get('1000'),
        accountNumber: '1000',
        accountName: 'Checking',
        type: 'Assets',
        subType: 'Checking',
        parentAccountUuid: null,
        debit: '108.25',
        credit: '0.00',
        opening: '0.00',
        movement: '108.25',
        closing: '108.25',
        link: expect.stringMatching(/^\/partners\/reports\/general-ledger\?/),
      },
      expect.objectContaining({ accountNumber: '2200', debit: '0.00', credit: '8.25' }),
      expect.objectContaining({
        accountNumber: '4110',
        parentAccountUuid: books.ids.get('4100'),
        credit: '100.00',
      }),
    ]);
  });

  it('is empty where nothing is posted, and of the workspace alone', async () => {
    await books.post('2026-03-01', { account: '1000', amount: 500 }, { account: '4000', amount: -500 });
    const stranger = await books.server.addWorkspace();
    expect(await books.read({ endDate: '2026-12-31' }, stranger)).toMatchObject({
      rows: [],
      totalDebit: '0.00',
      totalCredit: '0.00',
    });
  });

  it('says the same before, amid and after sealing, by GET and by POST', async () => {
    const query = { endDate: '2026-12-31' };
    const before = await books.withoutSealing(async () => {
      await books.post('2026-03-01', { account: '1000', amount: 500 }, { account: '4000', amount: -500 });
      await books.post('2026-03-02', { account: '6000', amount: 70 }, { account: '1000', amount: -70 });
      return books.read(query);
    });
    expect(sides(before)).toEqual({ 1000: '4.30', 4000: '-5.00', 6000: '0.70' });
    await sealAll(books.server.database, books.workspace.workspaceId);
    expect(await books.read(query)).toEqual({ ...before, seal: expect.anything() });
    const amid = await books.withoutSealing(async () => {
      await books.post('2026-03-01', { account: '1000', amount: 1 }, { account: '4000', amount: -1 });
      const { rows } = await books.server.owner.query('SELECT FROM unsealed_entry WHERE workspace_id = $1', [
        books.workspace.workspaceId,
      ]);
      expect(rows).toHaveLength(1);
      return books.read(query);
    });
    expect(sides(amid)).toEqual({ 1000: '4.31', 4000: '-5.01', 6000: '0.70' });
    await sealAll(books.server.database, books.workspace.workspaceId);
    const posted = await books.workspace.strict.post('/reports/trial-balance', {}, { query });
    expect(posted.status).toBe(200);
    expect(posted.body.data).toEqual({ ...amid, seal: expect.anything() });
    const filteredInBody = await books.workspace.strict.post(
      '/reports/trial-balance',
      { accountType: 'Income' },
      { query },
    );
    expect(filteredInBody.body.data).toMatchObject({
      ...amid,
      seal: expect.anything(),
      _partnerWarnings: [{ field: 'accountType', reason: 'unknown_field' }],
    });
  });

  it('keeps an account whose postings cancel out, at zero on both sides', async () => {
    await books.post('2026-03-01', { account: '1000', amount: 500 }, { account: '4000', amount: -500 });
    await books.post('2026-03-02', { account: '1000', amount: -500 }, { account: '4000', amount: 500 });
    const { rows, totalDebit } = await books.read({ endDate: '2026-12-31' });
    expect(rows).toMatchObject([
      { debit: '0.00', credit: '0.00' },
      { debit: '0.00', credit: '0.00' },
    ]);
    expect(totalDebit).toBe('0.00');
  });

  it('adds up amounts past what a float could hold', async () => {
    const amount = 9_999_999_999_999n;
    const pairs = Array.from({ length: 951 }, () => [
      { account: '1000', amount },
      { account: '4000', amount: -amount },
    ]);
    await books.post('2026-03-01', ...pairs.flat());
    expect((await books.read({ endDate: '2026-12-31' })).totalDebit).toBe('95099999999990.49');
  });

  it('counts amounts in the digits of the workspace’s currency', async () => {
    await books.open({ currency: 'JPY' });
    await books.post('2026-03-01', { account: '1000', amount: 500 }, { account: '4000', amount: -500 });
    expect(await books.read({ endDate: '2026-12-31' })).toMatchObject({
      currency: 'JPY',
      totalDebit: '500',
      totalCredit: '500',
    });
  });
});

describe('the dates of a trial balance', () => {
  beforeEach(async () => {
    await books.post('2025-06-30', { account: '1000', amount: 100 }, { account: '4000', amount: -100 });
    await books.post('2026-02-28', { account: '1000', amount: 20 }, { account: '4000', amount: -20 });
    await books.post('2026-03-31', { account: '6000', amount: 3 }, { account: '1000', amount: -3 });
    await books.post('2199-01-01', { account: '1000', amount: 7000 }, { account: '4000', amount: -7000 });
  });

  it('adds income and expenses of before the start to retained earnings', async () => {
    const report = await books.read({ startDate: '2026-03-01', endDate: '2026-03-31' });
    expect(sides(report)).toEqual({ 1000: '1.17', 3900: '-1.20', 6000: '0.03' });
    expect(report.totalDebit).toBe(report.totalCredit);
    const whole = await books.read({ startDate: '1900-01-01', endDate: '2026-03-31' });
    expect(sides(whole)).toEqual({ 1000: '1.17', 4000: '-1.20', 6000: '0.03' });
  });

  it('adds them to what was posted to retained earnings', async () => {
    await books.post('2026-03-15', { account: '3900', amount: 40 }, { account: '3010', amount: -40 });
    const report = await books.read({ startDate: '2026-01-01', endDate: '2026-03-31' });
    expect(sides(report)).toMatchObject({ 3900: '-0.60', 3010: '-0.40' });
  });

  it('begins at the start of the fiscal year of the end date where no start is given', async () => {
    await books.open({ fiscalYearStartMonth: 3 });
    await books.post('2026-02-28', { account: '1000', amount: 20 }, { account: '4000', amount: -20 });
    await books.post('2026-03-01', { account: '1000', amount: 5 }, { account: '4000', amount: -5 });
    const february = await books.read({ endDate: '2026-02-28' });
    expect(february.startDate).toBe('2025-03-01');
    expect(sides(february)).toEqual({ 1000: '0.20', 4000: '-0.20' });
    const march = await books.read({ endDate: '2026-03-01' });
    expect(march.startDate).toBe('2026-03-01');
    expect(sides(march)).toEqual({ 1000: '0.25', 3900: '-0.20', 4000: '-0.05' });
  });

  it('takes any valid dates, far in the future too', async () => {
    expect(sides(await books.read({ endDate: '1900-01-01' }))).toEqual({});
    expect(sides(await books.read({ endDate: '2999-12-31' }))).toEqual({ 1000: '71.17', 3900: '-71.17' });
    expect(sides(await books.read({ endDate: '2026-03-31', startDate: '2026-03-31' }))).toMatchObject({
      6000: '0.03',
    });
  });

  it('refuses an end that is missing, a date that is none, and a start after the end, together with the rest', async () => {
    expect((await books.refusal({})).errors).toMatchObject([{ field: 'endDate', code: 'REQUIRED' }]);
    expect((await books.refusal({ endDate: '2026-02-30' })).errors).toMatchObject([
      { field: 'endDate', code: 'INVALID_DATE' },
    ]);
    const body = await books.refusal({
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
