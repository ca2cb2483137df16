import { describe, expect, it } from 'vitest';
import { type Report, readReport } from '../../test/support/read-reports.ts';
import { useTrialBalanceBooks } from '../../test/support/trial-balance-books.ts';

const books = useTrialBalanceBooks();
const JUNE = { startDate: '2026-06-01', endDate: '2026-06-30' };

const post = (date: string, debit: string, credit: string, amount: number) =>
  books.post(date, { account: debit, amount }, { account: credit, amount: -amount });
const read = (report: string, query: Record<string, string> = {}) =>
  readReport(books.workspace.strict, report, query);
const rowsOf = ({ sections }: Report) =>
  sections.flatMap(({ rows }: Report) =>
    rows.map(({ accountName, amounts }: Report) => [accountName, ...amounts]),
  );
const namesOf = ({ columns }: Report) => columns.map(({ name }: Report) => name);

/** Sales of the year before, of May and of June; rent of the year before alone. */
async function postTwoYears(): Promise<void> {
  await post('2025-06-30', '1000', '4000', 10_000);
  await post('2025-06-15', '6200', '1000', 3_000);
  await post('2026-05-31', '1000', '4000', 20_000);
  await post('2026-06-30', '1000', '4000', 40_000);
}

describe('profit and loss', () => {
  it('stands beside the same period of the year before, where nothing else is asked for', async () => {
    await postTwoYears();
    const report = await read('pnl', JUNE);
    expect(report.columns).toMatchObject([
      { kind: 'period', name: '2026-06-01 to 2026-06-30', ...JUNE },
      { kind: 'previous', name: 'Previous year', startDate: '2025-06-01', endDate: '2025-06-30' },
    ]);
    expect(rowsOf(report)).toEqual([
      ['Sales', '400.00', '100.00'],
      ['Rent', '0.00', '-30.00'],
    ]);
    expect(report).toMatchObject({ netIncome: '400.00', netIncomes: ['400.00', '70.00'] });
  });

  it('stands beside the period before, the year to date, or alone, as it is asked for', async () => {
    await postTwoYears();
    const before = await read('pnl', { ...JUNE, compareTo: 'previousPeriod' });
    expect(before).toMatchObject({ netIncomes: ['400.00', '200.00'] });
    expect(namesOf(before)).toEqual(['2026-06-01 to 2026-06-30', 'Previous period']);
    const year = await read('pnl', { ...JUNE, reportYear: 'financial' });
    expect(year).toMatchObject({ netIncomes: ['400.00', '70.00', '600.00'] });
    const alone = await read('pnl', { ...JUNE, compareTo: 'none' });
    expect([rowsOf(alone), alone.netIncomes]).toEqual([[['Sales', '400.00']], ['400.00']]);
  });

  it('with columns of tags stands beside no other period, unless that is asked for', async () => {
    await postTwoYears();
    const kinds = async (query: Record<string, string>) =>
      (await read('pnl', { ...JUNE, isPnLByTag: 'true', ...query })).columns.map(({ kind }: Report) => kind);
    expect(await kinds({})).toEqual(['period', 'noTag']);
    expect(await kinds({ compareTo: 'previousYear' })).toEqual(['period', 'previous', 'noTag']);
  });
});

describe('the balance sheet', () => {
  it('stands beside the end of the fiscal year before, where no other day is asked for', async () => {
    await postTwoYears();
    const report = await read('balance-sheet', { endDate: '2026-06-30' });
    expect(report).toMatchObject({
      startDate: '2026-01-01',
      columns: [{ date: '2026-06-30' }, { name: 'Before 2026-01-01', date: '2025-12-31' }],
    });
    expect(rowsOf(report)).toEqual([
      ['Checking', '670.00', '70.00'],
      ['Retained Earnings', '70.00', '0.00'],
      ['Current-year earnings', '600.00', '70.00'],
    ]);
    await books.open({ fiscalYearStartMonth: 6 });
    await postTwoYears();
    const fromJune = await read('balance-sheet', { endDate: '2026-06-30' });
    expect(fromJune).toMatchObject({ startDate: '2026-06-01' });
    expect(rowsOf(fromJune)[0]).toEqual(['Checking', '670.00', '270.00']);
  });

  it('stands beside another day, or alone', async () => {
    await postTwoYears();
    const june = await read('balance-sheet', { endDate: '2026-06-30', startDate: '2026-06-01' });
    expect(rowsOf(june)[0]).toEqual(['Checking', '670.00', '270.00']);
    const alone = await read('balance-sheet', { endDate: '2026-06-30', compareTo: 'none' });
    expect(alone).toMatchObject({ startDate: null, columns: [{ date: '2026-06-30' }] });
    expect(rowsOf(alone)[0]).toEqual(['Checking', '670.00']);
  });

  it('refuses a day to compare with where it shall stand alone', async () => {
    const query = { endDate: '2026-06-30', startDate: '2026-06-01', compareTo: 'none' };
    const { status, body } = await books.workspace.strict.get('/reports/balance-sheet', query);
    expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(body.errors).toMatchObject([{ field: 'compareTo' }]);
  });
});

describe('the cash flow statement', () => {
  it('stands beside the same period of the year before, whose figures are those of its own statement', async () => {
    await postTwoYears();
    await post('2026-06-01', '1500', '1000', 5_000);
    await post('2025-06-02', '1000', '2500', 8_000);
    const report = await read('cash-flow', JUNE);
    expect(namesOf(report)).toEqual(['2026-06-01 to 2026-06-30', 'Previous year']);
    expect(rowsOf(report)).toEqual([
      ['Net income', '400.00', '70.00'],
      ['Equipment', '-50.00', '0.00'],
      ['Bank Loan', '0.00', '80.00'],
    ]);
    expect(report).toMatchObject({
      openingCashes: ['350.00', '0.00'],
      netChanges: ['350.00', '150.00'],
      closingCashes: ['700.00', '150.00'],
    });
    const before = await read('cash-flow', { startDate: '2025-06-01', endDate: '2025-06-30' });
    const { openingCash, netChange, closingCash } = before;
    expect([openingCash, netChange, closingCash]).toEqual(['0.00', '150.00', '150.00']);
    const alone = await read('cash-flow', { ...JUNE, compareTo: 'none' });
    expect(rowsOf(alone)).toEqual([
      ['Net income', '400.00'],
      ['Equipment', '-50.00'],
    ]);
  });
});

describe('any period', () => {
  it('has a comparative, however long it is and however early it begins', async () => {
    const longest = { startDate: '1900-01-01', endDate: '2999-12-31' };
    for (const report of ['pnl', 'cash-flow', 'sales-by-customer'])
      for (const compareTo of ['previousPeriod', 'previousYear'])
        for (const query of [longest, { startDate: '1900-01-01', endDate: '1900-01-31' }])
          await read(report, { ...query, compareTo });
  });
});
