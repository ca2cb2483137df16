import type { Transaction } from '../../platform/database/transaction.ts';
import { type CsvRow, defineReport } from '../define-report.ts';
import { loadReportBooks } from '../filters/line-filter.ts';
import { linkToLines, linkToNetIncome, moneyIn, readReportSeal } from '../filters/report-figures.ts';
import { tellAccount } from '../filters/tell-account.ts';
import { type AccountBalance, closingOf, selectBalances } from '../trial-balance/trial-balance.store.ts';
import { activityOfAccount, CASH_SUB_TYPES } from './activity-of-account.ts';
import { CASH_FLOW_EXAMPLE } from './cash-flow.examples.ts';
import {
  ACTIVITIES,
  type ActivityKey,
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

const isResult = ({ type }: AccountBalance) => type === 'Income' || type === 'Expenses';
const isCash = ({ sub_type }: AccountBalance) => CASH_SUB_TYPES.has(sub_type);
const sumOf = (accounts: readonly AccountBalance[], amount: (account: AccountBalance) => string) =>
  accounts.reduce((sum, account) => sum + BigInt(amount(account)), 0n);

async function generateCashFlow(
  transaction: Transaction,
  workspaceId: string,
  query: CashFlowQuery,
): Promise<CashFlow> {
  const { filter, currency, basis } = await loadReportBooks(transaction, workspaceId, query);
  const { startDate, endDate } = query;
  const accounts = await selectBalances(transaction, workspaceId, {
    startDate,
    endDate,
    basis,
    accountType: null,
    filter,
  });
  const money = moneyIn(currency);
  const linkOf = ({ id }: AccountBalance) =>
    linkToLines({ startDate, endDate, basis, filter, accountIds: [id] });
  const cash = accounts.filter(isCash);
  const moved = accounts.filter(
    (account) => !isCash(account) && !isResult(account) && account.movement !== '0',
  );
  const netIncome = -sumOf(accounts.filter(isResult), ({ movement }) => movement);
  const sectionOf = (key: ActivityKey) => {
    const own = moved.filter(({ type, sub_type }) => activityOfAccount(type, sub_type) === key);
    const earned = key === 'operating' ? netIncome : 0n;
    return { own, total: earned - sumOf(own, ({ movement }) => movement) };
  };
  const earnings = {
    ...NET_INCOME,
    derived: true,
    amount: money(netIncome),
    link: linkToNetIncome({ startDate, endDate, basis, filter }),
  };
  const opening = sumOf(cash, (account) => account.opening);
  const change = ACTIVITIES.reduce((sum, { key }) => sum + sectionOf(key).total, 0n);
  return {
    startDate,
    endDate,
    currency,
    basis,
    seal: await readReportSeal(transaction, workspaceId, filter.throughSeal),
    signs: SIGNS,
    openingCash: money(opening),
    sections: ACTIVITIES.map(({ key, name }) => {
      const { own, total } = sectionOf(key);
      const rows = own.map((account) => ({
        ...tellAccount(account),
        derived: false,
        amount: money(-BigInt(account.movement)),
        link: linkOf(account),
      }));
      return { key, name, rows: key === 'operating' ? [earnings, ...rows] : rows, total: money(total) };
    }),
    netChange: money(change),
    closingCash: money(opening + sumOf(cash, ({ movement }) => movement)),
    cashAccounts: cash.map((account) => ({
      ...tellAccount(account),
      opening: money(BigInt(account.opening)),
      movement: money(BigInt(account.movement)),
      closing: money(closingOf(account)),
      link: linkOf(account),
    })),
  };
}

function toCsv({ openingCash, sections, netChange, closingCash }: CashFlow): CsvRow[] {
  return [
    ['section', 'accountNumber', 'account', 'amount'],
    ['Opening cash', null, null, openingCash],
    ...sections.flatMap(({ name, rows, total }) => [
      ...rows.map((row) => [name, row.accountNumber, row.accountName, row.amount]),
      [name, null, 'Total', total],
    ]),
    ['Net change', null, null, netChange],
    ['Closing cash', null, null, closingCash],
  ];
}

/** The cash flow statement, by GET and by POST. */
export const CASH_FLOW_ENDPOINTS = defineReport({
  path: 'cash-flow',
  operation: 'CashFlow',
  title: 'Cash Flow',
  description:
    'Where cash came from and where it went between two days, by the indirect method: net income, put right by what every ' +
    'account that is not cash moved. Opening cash and the three activities together are closing cash, which is the balance of ' +
    '`cashAccounts`. An opening balance within the period counts as its accounts say.',
  query: cashFlowQuery,
  data: cashFlowSchema,
  example: CASH_FLOW_EXAMPLE,
  errors: ['NOT_AVAILABLE'],
  generate: generateCashFlow,
  toCsv,
});
