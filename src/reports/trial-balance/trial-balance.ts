import type { Transaction } from '../../platform/database/transaction.ts';
import { type CsvRow, defineReport, type ReportDeclaration } from '../define-report.ts';
import { FILTER_ERRORS, loadReportBooks } from '../filters/line-filter.ts';
import { linkToLines, moneyIn, readReportSeal } from '../filters/report-figures.ts';
import { tellAccount } from '../filters/tell-account.ts';
import { startOfFiscalYear } from './fiscal-year.ts';
import { TRIAL_BALANCE_EXAMPLE } from './trial-balance.examples.ts';
import {
  type TrialBalance,
  type TrialBalanceQuery,
  trialBalanceQuery,
  trialBalanceSchema,
} from './trial-balance.schema.ts';
import { closingOf, selectBalances } from './trial-balance.store.ts';

const SIGNS =
  'Debit and credit are never negative; opening, movement and closing are positive on the debit side.';

async function generateTrialBalance(
  transaction: Transaction,
  workspaceId: string,
  query: TrialBalanceQuery,
): Promise<TrialBalance> {
  const books = await loadReportBooks(transaction, workspaceId, query);
  const { filter, currency, basis, fiscalYearStartMonth } = books;
  const { endDate } = query;
  const startDate = query.startDate ?? startOfFiscalYear(endDate, fiscalYearStartMonth);
  const accountType = query.accountType ?? null;
  const scope = { startDate, endDate, basis, accountType, filter };
  const balances = await selectBalances(transaction, workspaceId, scope);
  const money = moneyIn(currency);
  const totals = { debit: 0n, credit: 0n };
  const rows = balances.map((row) => {
    const closing = closingOf(row);
    const debit = closing > 0n ? closing : 0n;
    const credit = closing < 0n ? -closing : 0n;
    totals.debit += debit;
    totals.credit += credit;
    return {
      ...tellAccount(row),
      debit: money(debit),
      credit: money(credit),
      opening: money(BigInt(row.opening)),
      movement: money(BigInt(row.movement)),
      closing: money(closing),
      link: linkToLines({ startDate, endDate, basis, filter, accountIds: [row.id] }),
    };
  });
  return {
    startDate,
    endDate,
    currency,
    basis,
    seal: await readReportSeal(transaction, workspaceId, filter.throughSeal),
    signs: SIGNS,
    rows,
    totalDebit: money(totals.debit),
    totalCredit: money(totals.credit),
  };
}

function toCsv(report: TrialBalance): CsvRow[] {
  return [
    ['accountNumber', 'account', 'type', 'opening', 'movement', 'debit', 'credit'],
    ...report.rows.map((row) => [
      row.accountNumber,
      row.accountName,
      row.type,
      row.opening,
      row.movement,
      row.debit,
      row.credit,
    ]),
    [null, 'Total', null, null, null, report.totalDebit, report.totalCredit],
  ];
}

/** The trial balance. */
export const TRIAL_BALANCE: ReportDeclaration<typeof trialBalanceQuery, typeof trialBalanceSchema> = {
  path: 'trial-balance',
  operation: 'TrialBalance',
  title: 'Trial Balance',
  description:
    'The balance of every account that has postings of its own, on one side each; sub-accounts are not rolled up. ' +
    'Assets, liabilities and equity count all postings up to `endDate`. Income and expenses count from `startDate` ' +
    'to `endDate`; what lies before is added to Retained Earnings. Debits equal credits unless a filter is given. ' +
    'The general ledger of these days opens and closes with the same balances.',
  query: trialBalanceQuery,
  data: trialBalanceSchema,
  example: TRIAL_BALANCE_EXAMPLE,
  errors: FILTER_ERRORS,
  generate: generateTrialBalance,
  toCsv,
};

/** The trial balance, by GET and by POST. */
export const TRIAL_BALANCE_ENDPOINTS = defineReport(TRIAL_BALANCE);
