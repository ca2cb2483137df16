import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNTS, type Posted, postAll, randomEntries } from '../../test/support/random-entries.ts';
import {
  cents,
  followLink,
  type Report,
  readLedger,
  readReport,
  sum,
} from '../../test/support/read-reports.ts';
import { useTrialBalanceBooks } from '../../test/support/trial-balance-books.ts';

const books = useTrialBalanceBooks();

const BASES = ['accrual', 'cash'] as const;

/** Lines as the reports should see them, folded here by hand: signed, debit positive, in cents. */
function fold(entries: readonly Posted[], wanted: (entry: Posted) => boolean): (account: string) => number {
  const sums = new Map<string, number>();
  for (const one of entries.filter((each) => wanted(each) && !each.takenBack)) {
    sums.set(one.debit, (sums.get(one.debit) ?? 0) + one.amount);
    sums.set(one.credit, (sums.get(one.credit) ?? 0) - one.amount);
  }
  return (account) => sums.get(account) ?? 0;
}

const isResult = (account: string) => account >= '4000';

const read = (report: string, query: Record<string, string>) =>
  readReport(books.workspace.strict, report, query);

/** All lines that a figure's link leads to, page after page. */
async function readLink(link: string, limit = 3): Promise<Report[]> {
  const { query } = followLink(link);
  const accounts = await readLedger(books.workspace.strict, { ...query, limit: String(limit) });
  return accounts.flatMap(({ lines }) => lines);
}

const RUNS = { numRuns: Number(process.env.REPORT_RUNS ?? 6) };

describe('the reports of random books', () => {
  it('profit and loss is the fold of its lines, in both books, by tag and in every column', async () => {
    await fc.assert(
      fc.asyncProperty(randomEntries, async (posted) => {
        const tags = await postAll(books, posted);
        for (const basis of BASES) {
          const query = { startDate: '2026-01-01', endDate: '2026-02-14', basis };
          const inBook = (one: Posted) => one.basis === 'both' || one.basis === basis;
          const within = (from: string, to: string) => (one: Posted) =>
            inBook(one) && one.date >= from && one.date <= to;
          const report = await read('pnl', { ...query, compareTo: 'previousYear', reportYear: 'calendar' });
          const columns = [
            fold(posted, within('2026-01-01', '2026-02-14')),
            fold(posted, within('2025-01-01', '2025-02-14')),
            fold(posted, within('2026-01-01', '2026-02-14')),
          ];
          const results = ACCOUNTS.filter(isResult);
          const nets = columns.map((column) => -sum(results.map(column)));
          expect(report.netIncomes.map(cents)).toEqual(nets.map((net) => net + 0));
          const rows = report.sections.flatMap((section: Report) => section.rows);
          for (const row of rows) {
            expect(row.amounts.map(cents)).toEqual(columns.map((column) => -column(row.accountNumber) + 0));
            const lines = await readLink(row.link);
            expect(sum(lines.map((line) => cents(line.credit) - cents(line.debit)))).toBe(cents(row.amount));
          }
          expect(sum(report.sections.map((section: Report) => cents(section.total)))).toBe(
            cents(report.netIncome),
          );

          const byTag = await read('pnl', { ...query, isPnLByTag: 'true' });
          for (const [index, column] of byTag.columns.entries()) {
            if (column.kind === 'period') continue;
            const tag =
              column.kind === 'noTag' ? undefined : column.tagUuid === tags.north ? 'north' : 'south';
            const own = fold(posted, (one) => within('2026-01-01', '2026-02-14')(one) && one.tag === tag);
            expect(cents(byTag.netIncomes[index])).toBe(-sum(results.map(own)) + 0);
          }
          const north = await read('pnl', { ...query, tags: tags.north });
          const ofNorth = fold(
            posted,
            (one) => within('2026-01-01', '2026-02-14')(one) && one.tag === 'north',
          );
          expect(cents(north.netIncome)).toBe(-sum(results.map(ofNorth)) + 0);
        }
      }),
      RUNS,
    );
  }, 120_000);

  it('the balance sheet is the fold of its lines, and always balances', async () => {
    await fc.assert(
      fc.asyncProperty(randomEntries, async (posted) => {
        await postAll(books, posted);
        for (const basis of BASES) {
          const report = await read('balance-sheet', {
            endDate: '2026-02-14',
            startDate: '2026-01-01',
            basis,
          });
          expect(report).toMatchObject({ balanced: true, difference: '0.00' });
          const [assets, liabilities, equity] = report.sections;
          for (const [column, date] of ['2026-02-14', '2025-12-31'].entries()) {
            const inBook = (one: Posted) => (one.basis === 'both' || one.basis === basis) && one.date <= date;
            const own = fold(posted, inBook);
            const year = date.slice(0, 4);
            const thisYear = fold(posted, (one) => inBook(one) && one.date.startsWith(year));
            const result = ACCOUNTS.filter(isResult);
            for (const row of [...assets.rows, ...liabilities.rows, ...equity.rows]) {
              const sign = row.type === 'Assets' ? 1 : -1;
              const earnings = -sum(result.map(thisYear));
              const expected =
                row.accountUuid === null
                  ? earnings
                  : row.accountNumber === '3900'
                    ? -own('3900') - sum(result.map(own)) - earnings
                    : sign * own(row.accountNumber);
              expect(cents(row.amounts[column]), `${row.accountName} ${date}`).toBe(expected + 0);
            }
            expect(cents(assets.totals[column])).toBe(
              cents(liabilities.totals[column]) + cents(equity.totals[column]),
            );
          }
          for (const row of assets.rows) {
            const lines = await readLink(row.link);
            expect(sum(lines.map((line) => cents(line.debit) - cents(line.credit)))).toBe(cents(row.amount));
          }
        }
      }),
      RUNS,
    );
  }, 120_000);
});

it('the ledger leaves out what was taken back on its own day, and shows it on demand', async () => {
  const entryId = await books.post(
    '2026-03-01',
    { account: '1000', amount: 60 },
    { account: '4000', amount: -60 },
  );
  const lines = [
    { account: '1000', amount: -60 },
    { account: '4000', amount: 60 },
  ];
  await books.postEntry({ effective: '2026-03-01', lines, kind: 'reversal', reversesEntryId: entryId });
  const query = { endDate: '2026-03-31', basis: 'accrual' };
  const count = (report: Report) => sum(report.accounts.map((account: Report) => account.lines.length));
  expect(count(await read('general-ledger', query))).toBe(0);
  expect(count(await read('general-ledger', { ...query, history: 'true' }))).toBe(4);
});

it('a year of profit and loss is the sum of its months', async () => {
  for (const [index, date] of ['2026-01-31', '2026-02-01', '2026-07-15', '2026-12-31'].entries())
    await books.post(
      date,
      { account: '1000', amount: 10 ** index },
      { account: '4000', amount: -(10 ** index) },
    );
  const months = await Promise.all(
    Array.from({ length: 12 }, async (_, month) => {
      const startDate = `2026-${String(month + 1).padStart(2, '0')}-01`;
      const endDate = new Date(Date.UTC(2026, month + 1, 0)).toISOString().slice(0, 10);
      return cents((await read('pnl', { startDate, endDate })).netIncome);
    }),
  );
  const year = await read('pnl', { startDate: '2026-01-01', endDate: '2026-12-31' });
  expect(sum(months)).toBe(cents(year.netIncome));
});

it('every report is there as CSV and by POST, and of this workspace alone', async () => {
  await books.post('2026-03-01', { account: '1000', amount: 60 }, { account: '4000', amount: -60 });
  const stranger = await books.server.addWorkspace();
  const query = { startDate: '2026-01-01', endDate: '2026-12-31' };
  for (const report of ['trial-balance', 'pnl', 'balance-sheet', 'general-ledger']) {
    const got = await books.workspace.strict.get(`/reports/${report}`, query);
    const posted = await books.workspace.strict.post(`/reports/${report}`, {}, { query });
    expect(posted.status).toBe(200);
    expect({ ...posted.body.data, seal: null }).toEqual({ ...got.body.data, seal: null });
    const csv = await books.workspace.strict.get(`/reports/${report}`, { ...query, format: 'csv' });
    expect(csv.status).toBe(200);
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(csv.body.toString()).toContain('0.60');
    expect(
      (await stranger.strict.get(`/reports/${report}`, { ...query, format: 'csv' })).body.toString(),
    ).not.toContain('0.60');
  }
});

it('filters that cannot be served are all refused at once', async () => {
  const unknown = '018f0000-0000-7000-8000-000000000000';
  const { status, body } = await books.workspace.strict.get('/reports/pnl', {
    startDate: '2026-01-01',
    endDate: '2026-12-31',
    currency: 'EUR',
    categoryAccount: unknown,
    tags: unknown,
    customers: unknown,
    vendorUuids: unknown,
    products: unknown,
    projects: unknown,
  });
  expect(status).toBe(400);
  expect(body.errors.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`)).toEqual([
    'currency NOT_AVAILABLE',
    'projects NOT_AVAILABLE',
    'categoryAccount ACCOUNT_NOT_FOUND',
    'tags TAG_NOT_FOUND',
    'customers CUSTOMER_NOT_FOUND',
    'vendorUuids VENDOR_NOT_FOUND',
    'products PRODUCT_NOT_FOUND',
  ]);
  const cursor = await books.workspace.strict.get('/reports/general-ledger', {
    endDate: '2026-12-31',
    cursor: 'x',
  });
  expect(cursor.body.errors).toMatchObject([{ field: 'cursor', code: 'INVALID_VALUE' }]);
});
