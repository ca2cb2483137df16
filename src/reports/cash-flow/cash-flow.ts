import { CASH_SUB_TYPES } from '../../ledger/accounts/catalogue/cash-sub-types.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { type CsvRow, defineReport } from '../define-report.ts';
import { loadReportBooks } from '../filters/line-filter.ts';
import { linkToLines, linkToNetIncome, moneyIn, readReportSeal } from '../filters/report-figures.ts';
import { tellAccount } from '../filters/tell-account.ts';
import { comparativeOf } from '../profit-and-loss/comparison-periods.ts';
import { type ColumnedBalance, standSideBySide } from '../trial-balance/columned-balances.ts';
import { type AccountBalance, selectBalances } from '../trial-balance/trial-balance.store.ts';
import { activityOfAccount } from './activity-of-account.ts';
import { CASH_FLOW_EXAMPLE } from './cash-flow.examples.ts';
import {
  ACTIVITIES,
  type CashFlow,
  type CashFlowQuery,
  cashFlowQuery,
  cashFlowSchema,
} from './cash-flow.schema.ts';

const SIGNS = 'What brought cash is positive, what took it is negative.';

const NET_INCOME = {
  accountUuid: null,
  accountNumber: null,
  accountName: 'Net income',
  type: 'Equity',
  subType: 'Retained Earnings',
  parentAccountUuid: null,
} as const;

const isResult = ({ account: { type } }: ColumnedBalance) => type === 'Income' || type === 'Expenses';
const isCash = ({ account }: ColumnedBalance) => CASH_SUB_TYPES.has(account.sub_type);
const hasMoved = ({ movements }: ColumnedBalance) => movements.some((movement) => movement !== 0n);
const activityOf = ({ account: { type, sub_type } }: ColumnedBalance) => activityOfAccount(type, sub_type);

/** A line of the statement: what it brought in each column, positive where it brought cash. */
interface Row {
  readonly account: Omit<
    CashFlow['sections'][number]['rows'][number],
    'derived' | 'amount' | 'amounts' | 'link'
  >;
  readonly derived: boolean;
  readonly amounts: readonly bigint[];
  readonly link: string;
}

type Column = CashFlow['columns'][number];

/** The period itself, then the same of the year before (IAS 1.38, IAS 34.20), unless another is asked for. */
function planColumns({ startDate, endDate, compareTo = 'previousYear' }: CashFlowQuery): Column[] {
  const comparative = comparativeOf({ startDate, endDate }, compareTo);
  const own = { name: `${startDate} to ${endDate}`, startDate, endDate };
  return comparative ? [own, comparative] : [own];
}

/** The amounts of a column each, summed over rows. */
const addUp = (columns: readonly Column[], rows: readonly (readonly bigint[])[]) =>
  columns.map((_, column) => rows.reduce((sum, amounts) => sum + amounts[column]!, 0n));

/** The rows of each activity, net income first, and what they come to. */
function layOutActivities(
  columns: readonly Column[],
  accounts: readonly ColumnedBalance[],
  linkOf: (account: AccountBalance) => string,
  linkOfIncome: string,
) {
  const results = addUp(
    columns,
    accounts.filter(isResult).map(({ movements }) => movements),
  );
  const netIncome: Row = {
    ...{ account: NET_INCOME, derived: true, link: linkOfIncome },
    amounts: results.map((amount) => -amount),
  };
  const moved = accounts.filter((one) => !isCash(one) && !isResult(one) && hasMoved(one));
  return ACTIVITIES.map(({ key, name }) => {
    const own = moved
      .filter((one) => activityOf(one) === key)
      .map(
        ({ account, movements }): Row => ({
          ...{ account: tellAccount(account), derived: false, link: linkOf(account) },
          amounts: movements.map((movement) => -movement),
        }),
      );
    const rows = key === 'operating' ? [netIncome, ...own] : own;
    return {
      key,
      name,
      rows,
      totals: addUp(
        columns,
        rows.map(({ amounts }) => amounts),
      ),
    };
  });
}

async function generateCashFlow(
  transaction: Transaction,
  workspaceId: string,
  query: CashFlowQuery,
): Promise<CashFlow> {
  const { filter, currency, basis } = await loadReportBooks(transaction, workspaceId, query);
  const { startDate, endDate } = query;
  const columns = planColumns(query);
  const balances: AccountBalance[][] = [];
  for (const { startDate, endDate } of columns) {
    const scope = { startDate, endDate, basis, accountType: null, filter };
    balances.push(await selectBalances(transaction, workspaceId, scope));
  }
  const accounts = standSideBySide(balances);
  const money = moneyIn(currency);
  const links = { startDate, endDate, basis, filter };
  const linkOf = ({ id }: AccountBalance) => linkToLines({ ...links, accountIds: [id] });
  const sections = layOutActivities(columns, accounts, linkOf, linkToNetIncome(links));
  const cash = accounts.filter(isCash);
  const openings = addUp(
    columns,
    cash.map(({ openings }) => openings),
  );
  const changes = addUp(
    columns,
    sections.map(({ totals }) => totals),
  );
  const closings = addUp(columns, [openings, ...cash.map(({ movements }) => movements)]);
  return {
    startDate,
    endDate,
    currency,
    basis,
    seal: await readReportSeal(transaction, workspaceId, filter.throughSeal),
    signs: SIGNS,
    columns,
    openingCash: money(openings[0]!),
    openingCashes: openings.map(money),
    sections: sections.map(({ key, name, rows, totals }) => ({
      key,
      name,
      rows: rows.map(({ account, derived, amounts, link }) => ({
        ...account,
        derived,
        amount: money(amounts[0]!),
        amounts: amounts.map(money),
        link,
      })),
      total: money(totals[0]!),
      totals: totals.map(money),
    })),
    netChange: money(changes[0]!),
    netChanges: changes.map(money),
    closingCash: money(closings[0]!),
    closingCashes: closings.map(money),
    cashAccounts: cash
      .filter(({ account }) => balances[0]!.some(({ id }) => id === account.id))
      .map(({ account, openings, movements }) => ({
        ...tellAccount(account),
        opening: money(openings[0]!),
        movement: money(movements[0]!),
        closing: money(openings[0]! + movements[0]!),
        link: linkOf(account),
      })),
  };
}

function toCsv({ columns, openingCashes, sections, netChanges, closingCashes }: CashFlow): CsvRow[] {
  return [
    ['section', 'accountNumber', 'account', ...columns.map(({ name }) => name)],
    ['Opening cash', null, null, ...openingCashes],
    ...sections.flatMap(({ name, rows, totals }) => [
      ...rows.map((row) => [name, row.accountNumber, row.accountName, ...row.amounts]),
      [name, null, 'Total', ...totals],
    ]),
    ['Net change', null, null, ...netChanges],
    ['Closing cash', null, null, ...closingCashes],
  ];
}

/** The cash flow statement, by GET and by POST. */
export const CASH_FLOW_ENDPOINTS = defineReport({
  path: 'cash-flow',
  operation: 'CashFlow',
  title: 'Cash Flow',
  description:
    'Where cash came from and where it went between two days, by the indirect method: net income, put right by what every ' +
    'account that is not cash moved. Cash is bank, notes and coins, payment processors, what is received and not yet at the bank ' +
    '(Undeposited Funds), and what is on its way between own accounts. Opening cash and the three activities together are closing cash, which is the balance of ' +
    '`cashAccounts`. An opening balance within the period counts as its accounts say. Beside it stands the same period of the ' +
    'year before, or another that is asked for.',
  query: cashFlowQuery,
  data: cashFlowSchema,
  example: CASH_FLOW_EXAMPLE,
  errors: ['NOT_AVAILABLE'],
  generate: generateCashFlow,
  toCsv,
});
