import { z } from 'zod';
import { type FieldError, fieldError, invalidFields } from '../../errors.ts';
import { formatMinorUnits } from '../../ledger/money/index.ts';
import { defineEndpoint, type EndpointDeclaration } from '../../platform/http/endpoint.ts';
import { startOfFiscalYear } from './fiscal-year.ts';
import { TRIAL_BALANCE_EXAMPLE } from './trial-balance.examples.ts';
import {
  type TrialBalance,
  type TrialBalanceQuery,
  trialBalanceQuery,
  trialBalanceSchema,
} from './trial-balance.schema.ts';
import { type AccountBalance, type Books, loadBooks, selectBalances } from './trial-balance.store.ts';

const merge = (...lists: (string[] | undefined)[]) => [...new Set(lists.flatMap((list) => list ?? []))];

/** Every filter that cannot be served, all at once. */
function refuseUnfit(query: TrialBalanceQuery, books: Books): void {
  const errors: FieldError[] = [];
  if (query.currency !== undefined && query.currency.toUpperCase() !== books.currency) {
    const predicate = `must be ${books.currency}, the currency of the workspace: another is not available yet`;
    errors.push(fieldError('currency', 'NOT_AVAILABLE', predicate));
  }
  if (query.transactionStatus !== undefined && query.transactionStatus !== 'all') {
    const predicate = 'must be all: reviews and reconciliations are not available yet';
    errors.push(fieldError('transactionStatus', 'NOT_AVAILABLE', predicate));
  }
  const nameOf = (id: string, first: 'accounts' | 'tags', second: 'accountUuids' | 'tagUuids') =>
    query[second]?.includes(id) ? second : first;
  for (const id of books.unknownAccountIds) {
    const field = nameOf(id, 'accounts', 'accountUuids');
    const predicate = `must be accounts of this workspace: ${id} is not one`;
    errors.push(fieldError(field, 'ACCOUNT_NOT_FOUND', predicate, { uuid: id }));
  }
  for (const id of books.unknownTagIds) {
    const field = nameOf(id, 'tags', 'tagUuids');
    const predicate = `must be tags of this workspace: ${id} is not one`;
    errors.push(fieldError(field, 'TAG_NOT_FOUND', predicate, { uuid: id }));
  }
  if (errors.length > 0) throw invalidFields(errors);
}

function toReport(
  rows: readonly AccountBalance[],
  head: Omit<TrialBalance, 'rows' | 'totalDebit' | 'totalCredit'>,
) {
  const format = (amount: bigint) => formatMinorUnits(amount, head.currency);
  let totalDebit = 0n;
  let totalCredit = 0n;
  const report = rows.map((row) => {
    const balance = BigInt(row.balance);
    const debit = balance > 0n ? balance : 0n;
    const credit = balance < 0n ? -balance : 0n;
    totalDebit += debit;
    totalCredit += credit;
    return {
      accountUuid: row.id,
      accountNumber: row.account_number,
      accountName: row.name,
      type: row.type,
      subType: row.sub_type,
      parentAccountUuid: row.parent_id,
      debit: format(debit),
      credit: format(credit),
    };
  });
  return { ...head, rows: report, totalDebit: format(totalDebit), totalCredit: format(totalCredit) };
}

type Handle = EndpointDeclaration<'partner', undefined, typeof trialBalanceQuery>['handle'];

const answerTrialBalance: Handle = async ({ query, caller, read }) => {
  const accountIds = merge(query.accounts, query.accountUuids);
  const tagIds = merge(query.tags, query.tagUuids);
  const data: TrialBalance = await read(async (transaction) => {
    const books = await loadBooks(transaction, caller.workspaceId, { accountIds, tagIds });
    refuseUnfit(query, books);
    const { endDate } = query;
    const startDate = query.startDate ?? startOfFiscalYear(endDate, books.fiscalYearStartMonth);
    const basis = query.basis ?? query.reportType ?? books.basis;
    const byTag = tagIds.length > 0 || query.noTags === true;
    const rows = await selectBalances(transaction, caller.workspaceId, {
      startDate,
      endDate,
      basis,
      accountIds,
      accountType: query.accountType ?? null,
      ...(byTag ? { tags: { ids: tagIds, untagged: query.noTags === true } } : {}),
    });
    return toReport(rows, { startDate, endDate, currency: books.currency, basis });
  });
  return { data };
};

const shared = {
  path: '/partners/reports/trial-balance',
  tag: 'Reports',
  description:
    'The balance of every account that has postings of its own, on one side each; sub-accounts are not rolled up. ' +
    'Assets, liabilities and equity count all postings up to `endDate`. Income and expenses count from `startDate` ' +
    'to `endDate`; what lies before is added to Retained Earnings. Debits equal credits unless a filter is given. ' +
    'GET and POST answer the same; the filters are in the query string.',
  access: 'partner',
  query: trialBalanceQuery,
  status: 200,
  message: 'Trial balance generated successfully.',
  data: trialBalanceSchema,
  errors: ['NOT_AVAILABLE', 'ACCOUNT_NOT_FOUND', 'TAG_NOT_FOUND'],
} as const;

export const getTrialBalance = defineEndpoint({
  ...shared,
  method: 'GET',
  operationId: 'getTrialBalance',
  summary: 'Get Trial Balance',
  examples: { data: TRIAL_BALANCE_EXAMPLE },
  handle: answerTrialBalance,
});

export const generateTrialBalance = defineEndpoint({
  ...shared,
  method: 'POST',
  readOnly: true,
  operationId: 'generateTrialBalance',
  summary: 'Generate Trial Balance',
  body: z.object({}).describe('Nothing is read from it.'),
  examples: { body: {}, data: TRIAL_BALANCE_EXAMPLE },
  handle: ({ body: _, ...request }) => answerTrialBalance({ ...request, body: undefined }),
});
