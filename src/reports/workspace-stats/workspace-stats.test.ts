import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIds } from '../../../test/support/post-entry.ts';
import { sealAll } from '../../../test/support/seal-all.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import { CASH_SUB_TYPES } from '../../ledger/accounts/catalogue/cash-sub-types.ts';
import { BLOCKS } from './workspace-stats.schema.ts';

let books: SettlementBooks;
let ids: Map<string, string>;
const client = () => books.server.strict;
const read = (query: Record<string, string> = {}) => books.done(client().get('/workspace-stats', query));
const report = (path: string, query: Record<string, string>) =>
  books.done(client().get(`/reports/${path}`, query));
const TODAY = '2028-08-15';

const journal = (date: string, debit: string, credit: string, amount: number) => {
  const lines = [
    { accountUuid: ids.get(debit), amountDebit: amount },
    { accountUuid: ids.get(credit), amountCredit: amount },
  ];
  return books.done(client().post('/journal-entries', { descriptionEntry: 'By hand', date, lines }));
};

beforeAll(async () => {
  books = await openSettlementBooks();
  const { server } = books;
  ids = await accountIds(server.database, server.workspaceId);
  // Today is what the test clock of the workspace says.
  const days = Math.round(
    (Date.parse(TODAY) - Date.parse(new Date().toISOString().slice(0, 10))) / 86_400_000,
  );
  await server.owner.query('UPDATE books SET clock_offset_days = $2 WHERE workspace_id = $1', [
    server.workspaceId,
    days,
  ]);
  const overdue = await books.document(600, { date: '2028-06-01', dueDate: '2028-06-30' });
  await books.document(150, { date: '2028-08-10', dueDate: '2028-09-10' });
  await books.document(80, { date: '2028-08-01', dueDate: '2028-08-01', customerUuid: books.stranger });
  await books.pay(100, [{ id: overdue.uuid, amount: 100 }], {
    date: '2028-07-20',
    accountUuid: ids.get('1000'),
  });
  await journal('2028-05-31', '1000', '3000', 2_000);
  await journal('2028-06-30', '6200', '1000', 900);
  await journal('2028-07-31', '6300', '2000', 300);
  await journal('2027-03-01', '1000', '4000', 70);
});
afterAll(() => books.server.close());

describe('the statistics of a workspace', () => {
  it('are each the figure of its report', async () => {
    const stats = await read();
    const sheet = await report('balance-sheet', { endDate: TODAY, basis: 'accrual' });
    const amountOf = (name: string) =>
      sheet.sections
        .flatMap(({ rows }: { rows: { accountName: string; amount: string }[] }) => rows)
        .find((row: { accountName: string }) => row.accountName === name)?.amount;
    expect(stats.cash).toMatchObject({
      bankAndCashAssetsTotal: amountOf('Checking'),
      creditCardLiabilitiesTotal: amountOf('Credit Card'),
      currentCash: '970.00',
    });
    for (const name of [
      'currentMonth',
      'currentQuarter',
      'yearToDate',
      'trailingTwelveMonths',
      'priorYearSamePeriod',
      'rollingThreeMonths',
    ]) {
      const { startDate, endDate, netProfit, revenue } = stats.profitability[name];
      const pnl = await report('pnl', { startDate, endDate, basis: 'accrual' });
      expect([netProfit, revenue], name).toEqual([pnl.netIncome, pnl.totalIncome]);
    }
    expect(stats.profitability.yearToDate).toMatchObject({
      revenue: '830.00',
      expenses: '1200.00',
      netProfit: '-370.00',
    });
    const aging = await report('receivables-aging', { asOf: TODAY });
    const { credits, ...buckets } = aging.totals;
    expect(stats.receivables).toMatchObject({
      totalOutstanding: aging.total,
      agingBuckets: buckets,
      credits,
    });
    expect(stats.receivables).toMatchObject({
      totalOutstanding: '730.00',
      currentDueTotal: '150.00',
      overdueTotal: '580.00',
      overdueCount: 2,
      oldestOutstandingDate: '2028-06-01',
      topCustomersOutstanding: [
        { customerUuid: books.fixtures.customerUuid, amount: '650.00' },
        { customerUuid: books.stranger, customerName: 'Stranger', amount: '80.00' },
      ],
      // 730 over 830 of 365 days.
      daysSalesOutstanding: 321,
    });
    const payable = await report('payables-aging', { asOf: TODAY });
    expect(stats.payables.totalOutstanding).toBe(payable.total);
    expect(stats.taxObligations).toMatchObject({ totalObligation: '0.00', isTaxRegistered: false });
  });

  it('tell for how long cash lasts where it is burnt', async () => {
    const { rollingThreeMonths } = (await read({ include: 'profitability' })).profitability;
    expect(rollingThreeMonths).toMatchObject({
      startDate: '2028-05-01',
      endDate: '2028-07-31',
      averageMonthlyRevenue: '200.00',
      averageMonthlyExpenses: '400.00',
      averageMonthlyNetProfit: '-200.00',
      netBurn: '200.00',
      runwayMonths: 4.9,
    });
  });

  it('follow what is posted at once, and the basis of the workspace', async () => {
    await journal(TODAY, '1000', '4000', 30);
    expect((await read({ include: 'cash' })).cash.currentCash).toBe('1000.00');
    await books.done(client().patch('/workspace', { reportType: 'cash' }));
    const { profitability, workspace } = await read({ include: 'profitability,workspace' });
    expect(workspace.reportType).toBe('cash');
    expect(profitability.yearToDate.revenue).toBe('130.00');
    await books.done(client().patch('/workspace', { reportType: 'accrual' }));
  });

  it('count what is received and not yet at the bank as cash, as the cash flow does', async () => {
    const before = (await read({ include: 'cash' })).cash;
    const received = await books.document(55, { date: '2028-08-02', dueDate: '2028-08-02' });
    await books.pay(55, [{ id: received.uuid, amount: 55 }], { date: '2028-08-02' });
    await journal('2028-08-03', '1110', '1000', 12);
    const { cash } = await read({ include: 'cash' });
    const more = (amount: string) => (Number(amount) + 55).toFixed(2);
    expect(cash.currentCash).toBe(more(before.currentCash));
    expect(cash.bankAndCashAssetsTotal).toBe(more(before.bankAndCashAssetsTotal));
    await sealAll(books.server.database, books.server.workspaceId);
    const flow = await report('cash-flow', { startDate: '2028-01-01', endDate: TODAY, basis: 'accrual' });
    expect(cash.bankAndCashAssetsTotal).toBe(flow.closingCash);
    const { currentCash, creditCardLiabilitiesTotal } = cash;
    expect((Number(currentCash) + Number(creditCardLiabilitiesTotal)).toFixed(2)).toBe(flow.closingCash);
    const sheet = await report('balance-sheet', { endDate: TODAY, basis: 'accrual' });
    const rows: { accountName: string; subType: string; amount: string }[] = sheet.sections.flatMap(
      ({ rows: own }: { rows: object[] }) => own,
    );
    const own = rows.filter(({ subType }) => CASH_SUB_TYPES.has(subType));
    expect(own.map(({ accountName }) => accountName)).toEqual([
      'Checking',
      'Undeposited Funds',
      'Transfers in Transit',
    ]);
    expect(own.reduce((sum, { amount }) => sum + Number(amount), 0).toFixed(2)).toBe(flow.closingCash);
  });

  it('count a merged account as what it is told under, as the cash flow does', async () => {
    const account = (name: string, subTypeId: number) =>
      books.done(client().post('/chart-of-accounts', { name, subTypeId }));
    const subTypes = await books.done(client().get('/account-sub-types', { type: 'Assets' }));
    const idOf = (name: string): number =>
      subTypes.accountSubTypes.find((one: { name: string }) => one.name === name).id;
    const checking = await books.done(client().get(`/chart-of-accounts/${ids.get('1000')}`));
    const [one, two] = [
      await account('Bank One', checking.subType.id),
      await account('Bank Two', checking.subType.id),
    ];
    const lines = [
      { accountUuid: two.uuid, amountDebit: 40 },
      { accountUuid: ids.get('3000'), amountCredit: 40 },
    ];
    await books.done(
      client().post('/journal-entries', { descriptionEntry: 'Paid in', date: '2028-08-04', lines }),
    );
    const place = `/chart-of-accounts/${one.uuid}`;
    const merge = { intoUuid: one.uuid, reason: 'One bank' };
    await books.done(client().post(`/chart-of-accounts/${two.uuid}/merge`, merge));
    const closingCash = async () => {
      await sealAll(books.server.database, books.server.workspaceId);
      const { closingCash: told } = await report('cash-flow', {
        startDate: '2028-01-01',
        endDate: TODAY,
        basis: 'accrual',
      });
      expect((await read({ include: 'cash' })).cash.bankAndCashAssetsTotal).toBe(told);
      return Number(told);
    };
    const before = await closingCash();
    await books.done(client().patch(place, { subTypeId: idOf('Fixed Asset') }));
    expect(await closingCash()).toBe(before - 40);
  });

  it('come block by block', async () => {
    const some = await read({ include: 'cash, receivables' });
    for (const block of BLOCKS)
      expect(some[block] !== null, block).toBe(['cash', 'receivables'].includes(block));
    expect(some.asOf).toMatchObject({ currency: 'USD', fromCache: false });
    const refused = await client().get('/workspace-stats', { include: 'cash,weather' });
    expect(refused.body).toMatchObject({
      statusCode: 400,
      errors: [{ field: 'include', code: 'INVALID_ENUM' }],
    });
  });

  it('are those of one workspace', async () => {
    const other = await books.done(books.other.strict.get('/workspace-stats'));
    expect(other.workspace.uuid).toBe(books.other.workspaceId);
    expect(other).toMatchObject({ cash: { currentCash: '0.00' }, receivables: { totalOutstanding: '0.00' } });
    expect(other.receivables.daysSalesOutstanding).toBeNull();
  });
});
