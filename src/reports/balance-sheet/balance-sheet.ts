import type { Transaction } from '../../platform/database/transaction.ts';
import { addDays } from '../../platform/dates.ts';
import { type CsvRow, defineReport, type ReportDeclaration } from '../define-report.ts';
import { FILTER_ERRORS, type LineFilter, loadReportBooks, type ReportBooks } from '../filters/line-filter.ts';
import { linkToLines, linkToNetIncome, moneyIn, readReportSeal } from '../filters/report-figures.ts';
import { tellAccount } from '../filters/tell-account.ts';
import { standSideBySide } from '../trial-balance/columned-balances.ts';
import { startOfFiscalYear } from '../trial-balance/fiscal-year.ts';
import { type AccountBalance, selectBalances } from '../trial-balance/trial-balance.store.ts';
import { BALANCE_SHEET_EXAMPLE } from './balance-sheet.examples.ts';
import {
  type BalanceSheet,
  type BalanceSheetQuery,
  balanceSheetQuery,
  balanceSheetSchema,
} from './balance-sheet.schema.ts';

const SIGNS = 'Assets are positive where they are debits, liabilities and equity where they are credits.';
const TYPES = ['Assets', 'Liabilities', 'Equity'] as const;

/** What is on no account: income and expenses since the fiscal year began. */
const CURRENT_YEAR_EARNINGS = {
  accountUuid: null,
  accountNumber: null,
  accountName: 'Current-year earnings',
  type: 'Equity',
  subType: 'Retained Earnings',
  parentAccountUuid: null,
} as const;

interface Row {
  readonly account: Omit<
    BalanceSheet['sections'][number]['rows'][number],
    'amount' | 'amounts' | 'link' | 'derived'
  >;
  readonly derived: boolean;
  /** Positive as the section's sign has it; minor units. */
  readonly amounts: bigint[];
}

/** Balances as of some days, by account; debit positive. Income and expenses of the running fiscal year stand with them. */
async function readBalances(
  transaction: Transaction,
  workspaceId: string,
  dates: readonly string[],
  { basis, fiscalYearStartMonth }: ReportBooks,
  filter: LineFilter,
): Promise<AccountBalance[][]> {
  const balances: AccountBalance[][] = [];
  for (const endDate of dates) {
    const startDate = startOfFiscalYear(endDate, fiscalYearStartMonth);
    // Which accounts are shown is decided below: the derived rows need them all.
    const all = { ...filter, accountIds: [] };
    const scope = { startDate, endDate, basis, accountType: null, filter: all };
    balances.push(await selectBalances(transaction, workspaceId, scope));
  }
  return balances;
}

/** A row for each account of the balance sheet, and one for this year's earnings. */
function layOutRows(balances: readonly AccountBalance[][], shown: ReadonlySet<string>): Row[] {
  const rows: Row[] = [];
  const earnings: Row = { account: CURRENT_YEAR_EARNINGS, derived: true, amounts: balances.map(() => 0n) };
  for (const { account, openings, movements } of standSideBySide(balances)) {
    const closings = movements.map((movement, column) => openings[column]! + movement);
    if (account.type === 'Income' || account.type === 'Expenses')
      for (const [column, closing] of closings.entries()) earnings.amounts[column]! -= closing;
    else if (shown.size === 0 || shown.has(account.id))
      rows.push({
        account: tellAccount(account),
        derived: account.role === 'retained_earnings',
        amounts: closings.map((closing) => (account.type === 'Assets' ? closing : -closing)),
      });
  }
  const hasEarnings = shown.size === 0 && earnings.amounts.some((amount) => amount !== 0n);
  return hasEarnings ? [...rows, earnings] : rows;
}

/** What is derived is what the fiscal year began with and what it has earned since: its ledger begins with the year. */
function linksOf(endDate: string, { basis, filter, fiscalYearStartMonth }: ReportBooks) {
  const startDate = startOfFiscalYear(endDate, fiscalYearStartMonth);
  return ({ account: { accountUuid }, derived }: Row): string => {
    if (accountUuid === null) return linkToNetIncome({ startDate, endDate, basis, filter });
    return linkToLines({
      startDate: derived ? startDate : undefined,
      ...{ endDate, basis, filter, accountIds: [accountUuid] },
    });
  };
}

/** The day before which the second column is: of the fiscal year the first (IAS 34.20), so that it is the end of the one before. */
function comparedDay(
  { endDate, startDate, compareTo }: BalanceSheetQuery,
  { fiscalYearStartMonth }: ReportBooks,
): string | null {
  return compareTo === 'none' ? null : (startDate ?? startOfFiscalYear(endDate, fiscalYearStartMonth));
}

async function generateBalanceSheet(
  transaction: Transaction,
  workspaceId: string,
  query: BalanceSheetQuery,
): Promise<BalanceSheet> {
  const books = await loadReportBooks(transaction, workspaceId, query);
  const { filter } = books;
  const { endDate } = query;
  const startDate = comparedDay(query, books);
  const columns = [{ name: `As of ${endDate}`, date: endDate }];
  if (startDate !== null) columns.push({ name: `Before ${startDate}`, date: addDays(startDate, -1) });
  const dates = columns.map(({ date }) => date);
  const balances = await readBalances(transaction, workspaceId, dates, books, filter);
  const rows = layOutRows(balances, new Set(filter.accountIds));
  const money = moneyIn(books.currency);
  const linkOf = linksOf(endDate, books);
  const sections = TYPES.map((type) => {
    const own = rows.filter(({ account }) => account.type === type);
    const totals = columns.map((_, column) => own.reduce((sum, { amounts }) => sum + amounts[column]!, 0n));
    return { type, own, totals };
  });
  const [assets, liabilities, equity] = sections.map(({ totals }) => totals[0]!) as [bigint, bigint, bigint];
  const difference = assets - liabilities - equity;
  return {
    endDate,
    startDate,
    currency: books.currency,
    basis: books.basis,
    seal: await readReportSeal(transaction, workspaceId, filter.throughSeal),
    signs: SIGNS,
    columns,
    sections: sections.map(({ type, own, totals }) => ({
      type,
      rows: own.map((row) => ({
        ...row.account,
        derived: row.derived,
        amount: money(row.amounts[0]!),
        amounts: row.amounts.map(money),
        link: linkOf(row),
      })),
      total: money(totals[0]!),
      totals: totals.map(money),
    })),
    totalAssets: money(assets),
    totalLiabilities: money(liabilities),
    totalEquity: money(equity),
    totalLiabilitiesAndEquity: money(liabilities + equity),
    difference: money(difference),
    balanced: difference === 0n,
  };
}

function toCsv({ columns, sections }: BalanceSheet): CsvRow[] {
  return [
    ['section', 'accountNumber', 'account', ...columns.map(({ name }) => name)],
    ...sections.flatMap(({ type, rows, totals }) => [
      ...rows.map((row) => [type, row.accountNumber, row.accountName, ...row.amounts]),
      [type, null, 'Total', ...totals],
    ]),
  ];
}

/** The balance sheet. */
export const BALANCE_SHEET: ReportDeclaration<typeof balanceSheetQuery, typeof balanceSheetSchema> = {
  path: 'balance-sheet',
  operation: 'BalanceSheet',
  title: 'Balance Sheet',
  description:
    'Assets, liabilities and equity at the end of a day. The profit of earlier fiscal years stands on Retained Earnings, ' +
    'that of this one on a row of its own: both are derived, nothing is posted at the end of a year. It always balances, ' +
    'unless a filter leaves out one side of entries; `difference` says by how much. Beside it stands the end of the fiscal ' +
    'year before, or of another day.',
  query: balanceSheetQuery,
  data: balanceSheetSchema,
  example: BALANCE_SHEET_EXAMPLE,
  errors: FILTER_ERRORS,
  generate: generateBalanceSheet,
  toCsv,
};

/** The balance sheet, by GET and by POST. */
export const BALANCE_SHEET_ENDPOINTS = defineReport(BALANCE_SHEET);
