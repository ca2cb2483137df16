import type { Transaction } from '../../platform/database/transaction.ts';
import { type CsvRow, defineReport, type ReportDeclaration } from '../define-report.ts';
import { FILTER_ERRORS, type LineFilter, loadReportBooks, type ReportBooks } from '../filters/line-filter.ts';
import { linkToLines, moneyIn, readReportSeal } from '../filters/report-figures.ts';
import { tellAccount } from '../filters/tell-account.ts';
import { comparativeOf, yearToDate } from './comparison-periods.ts';
import { addColumns, layOutSections, type ResultRow, type ResultSection } from './lay-out-profit-and-loss.ts';
import { PROFIT_AND_LOSS_EXAMPLE } from './profit-and-loss.examples.ts';
import {
  type ProfitAndLoss,
  type ProfitAndLossQuery,
  profitAndLossQuery,
  profitAndLossSchema,
  type SectionKey,
} from './profit-and-loss.schema.ts';
import {
  type ColumnAmount,
  type Period,
  selectPeriodAmounts,
  selectReportedAccounts,
  selectReportedTags,
  selectTagAmounts,
} from './profit-and-loss.store.ts';

const SIGNS = 'Income is positive, expenses are negative; each total is the sum of what stands above it.';

type Column = ProfitAndLoss['columns'][number];

/**
 * The columns of periods: the report's own, then those to compare with. That is the same period of the year before (IAS 1.38,
 * IAS 34.20), unless another is asked for, or columns of tags, that would stand beside each other no more.
 */
function planPeriods(query: ProfitAndLossQuery, { fiscalYearStartMonth }: ReportBooks): Column[] {
  const {
    startDate,
    endDate,
    isPnLByTag,
    compareTo = isPnLByTag ? 'none' : 'previousYear',
    reportYear,
  } = query;
  const own = { startDate, endDate };
  const column = (kind: Column['kind'], name: string, { startDate, endDate }: Period): Column => ({
    kind,
    name,
    tagUuid: null,
    startDate,
    endDate,
  });
  const columns = [column('period', `${startDate} to ${endDate}`, own)];
  const comparative = comparativeOf(own, compareTo);
  if (comparative) columns.push(column('previous', comparative.name, comparative));
  if (reportYear)
    columns.push(column('yearToDate', 'Year to date', yearToDate(endDate, reportYear, fiscalYearStartMonth)));
  return columns;
}

interface Scope {
  readonly transaction: Transaction;
  readonly workspaceId: string;
  readonly basis: ReportBooks['basis'];
  readonly filter: LineFilter;
}

/** The columns of tags, by name, and of what has none; with their amounts. */
async function readTagColumns(
  { transaction, workspaceId, ...lines }: Scope,
  { startDate, endDate, includeNoTag }: ProfitAndLossQuery,
): Promise<{ columns: Column[]; amounts: ColumnAmount[] }> {
  const period = { startDate, endDate };
  const amounts = await selectTagAmounts(transaction, workspaceId, period, lines);
  const ids = [...new Set(amounts.flatMap(({ column }) => column ?? []))];
  const tags = await selectReportedTags(transaction, workspaceId, ids, lines.filter);
  const columns: Column[] = tags.map(({ id, name }) => ({ name, kind: 'tag', tagUuid: id, ...period }));
  if (includeNoTag !== false) columns.push({ name: 'No tag', kind: 'noTag', tagUuid: null, ...period });
  return { columns, amounts };
}

/** The report's rows: each account with an amount in any column, income positive and expenses negative. */
async function readRows(
  { transaction, workspaceId, filter }: Scope,
  amounts: readonly ColumnAmount[],
  keys: readonly (string | null)[],
): Promise<ResultRow[]> {
  const byAccount = Map.groupBy(amounts, ({ accountId }) => accountId);
  const accounts = await selectReportedAccounts(transaction, workspaceId, [...byAccount.keys()], filter);
  return accounts.map((account) => {
    const own = new Map(byAccount.get(account.id)!.map(({ column, amount }) => [column, -BigInt(amount)]));
    return { account, amounts: keys.map((key) => own.get(key) ?? 0n) };
  });
}

async function generateProfitAndLoss(
  transaction: Transaction,
  workspaceId: string,
  query: ProfitAndLossQuery,
): Promise<ProfitAndLoss> {
  const books = await loadReportBooks(transaction, workspaceId, query);
  const { filter, basis } = books;
  const scope: Scope = { transaction, workspaceId, basis, filter };
  const periods = planPeriods(query, books);
  const ofPeriods = await selectPeriodAmounts(transaction, workspaceId, periods, scope);
  const byTag = query.isPnLByTag ? await readTagColumns(scope, query) : { columns: [], amounts: [] };
  const columns = [...periods, ...byTag.columns];
  // Periods are counted from 1; a tag stands for itself.
  const keys = [
    ...periods.map((_, index) => String(index + 1)),
    ...byTag.columns.map(({ tagUuid }) => tagUuid),
  ];
  const rows = await readRows(scope, [...ofPeriods, ...byTag.amounts], keys);
  const sections = layOutSections(rows, columns.length);
  const { startDate, endDate } = query;
  const linkOf = (accountId: string) =>
    linkToLines({ startDate, endDate, basis, filter, accountIds: [accountId] });
  return {
    startDate,
    endDate,
    currency: books.currency,
    basis,
    seal: await readReportSeal(transaction, workspaceId, filter.throughSeal),
    signs: SIGNS,
    columns,
    ...describeSections(sections, moneyIn(books.currency), linkOf),
  };
}

/** The sections and the totals below them, as they are answered. */
function describeSections(
  sections: readonly ResultSection[],
  money: (amount: bigint) => string,
  linkOf: (accountId: string) => string,
) {
  const nets = addColumns(
    sections[0]!.totals.length,
    sections.map(({ totals }) => totals),
  );
  const total = (...keys: SectionKey[]) =>
    money(sections.filter(({ key }) => keys.includes(key)).reduce((sum, { totals }) => sum + totals[0]!, 0n));
  return {
    sections: sections.map(({ key, name, rows, totals }) => ({
      key,
      name,
      rows: rows.map(({ account, amounts }) => ({
        ...tellAccount(account),
        amount: money(amounts[0]!),
        amounts: amounts.map(money),
        link: linkOf(account.id),
      })),
      total: money(totals[0]!),
      totals: totals.map(money),
    })),
    totalIncome: total('income'),
    totalCostOfSales: total('costOfSales'),
    grossProfit: total('income', 'costOfSales'),
    totalExpenses: total('operatingExpenses', 'otherExpenses'),
    netIncome: money(nets[0]!),
    netIncomes: nets.map(money),
  };
}

function toCsv({ columns, sections, netIncomes }: ProfitAndLoss): CsvRow[] {
  return [
    ['section', 'accountNumber', 'account', ...columns.map(({ name }) => name)],
    ...sections.flatMap(({ name, rows, totals }) => [
      ...rows.map((row) => [name, row.accountNumber, row.accountName, ...row.amounts]),
      [name, null, 'Total', ...totals],
    ]),
    ['Net income', null, null, ...netIncomes],
  ];
}

/** Profit and loss. */
export const PROFIT_AND_LOSS: ReportDeclaration<typeof profitAndLossQuery, typeof profitAndLossSchema> = {
  path: 'pnl',
  operation: 'ProfitAndLoss',
  title: 'Profit and Loss',
  description:
    'Income, expenses and what is left of them between two days. Revenue rows are positive, expense rows negative, and ' +
    'net income is their algebraic sum. Beside the period itself stands the same period of the year before, or another ' +
    'that is asked for; there may be columns of the year to date and of each tag.',
  query: profitAndLossQuery,
  data: profitAndLossSchema,
  example: PROFIT_AND_LOSS_EXAMPLE,
  errors: FILTER_ERRORS,
  generate: generateProfitAndLoss,
  toCsv,
};

/** Profit and loss, by GET and by POST. */
export const PROFIT_AND_LOSS_ENDPOINTS = defineReport(PROFIT_AND_LOSS);
