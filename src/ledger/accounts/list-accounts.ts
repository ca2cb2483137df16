import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { addition, paging, queryBoolean, queryInteger, text } from '../../platform/http/fields.ts';
import { listAnswer, listSchema, readPage } from '../../platform/http/list.ts';
import { ACCOUNT_EXAMPLE } from './account.examples.ts';
import { type Account, accountSchema } from './account.schema.ts';
import { accountTypeFilter } from './account-type-filter.ts';
import { type AccountFilter, countAccounts, selectAccounts, withBalances } from './accounts.store.ts';

const STANDARD_LIMIT = 50;
const LARGEST_LIMIT = 5000;

const query = z.object({
  ...paging(STANDARD_LIMIT, LARGEST_LIMIT),
  search: text(200).optional().describe('A part of the name or of the number, ignoring case.'),
  type: accountTypeFilter('type')
    .optional()
    .describe('Assets, Liabilities, Equity, Income (or Revenue) or Expenses, in any case.'),
  subTypeId: queryInteger(1, 2_147_483_647).optional().describe('The id of a sub-type of the catalogue.'),
  inactive: queryBoolean()
    .optional()
    .describe('`true` lists the inactive accounts instead of the active ones.'),
  includeBalances: queryBoolean()
    .optional()
    .describe('Adds `balance`: all that is posted, in the accrual book, in the currency of the workspace.'),
  includeDeleteMeta: queryBoolean().optional().describe('Adds `canDelete` and `deleteBlockedReason`.'),
  onlyCategoryAccounts: queryBoolean()
    .optional()
    .describe('`true`: only accounts that categorise what was earned or spent, Income and Expenses.'),
  includeMerged: queryBoolean()
    .optional()
    .describe('`true`: also accounts that are merged into others, which are left out else.')
    .meta(addition()),
  includeHidden: queryBoolean().optional().describe('Without effect: no account is hidden.'),
  includeHiddenAccounts: queryBoolean().optional().describe('Without effect: no account is hidden.'),
  is1099Box: queryBoolean()
    .optional()
    .describe('`true`: only accounts assigned to a box of form 1099. None are, so the list is empty.'),
  notAssignedToReporter: queryBoolean()
    .optional()
    .describe('`true`: only accounts without an expense reporter. That is every account.'),
});

const accountList = z.object({
  status: z.literal('success').describe('Always "success".'),
  message: z.string().describe('What was done, for people.'),
  data: listSchema('accounts', accountSchema).describe('The page of accounts, flat.'),
});

/** Parents with their sub-accounts inside; a sub-account whose parent is not in the list stands by itself. */
function nest(accounts: readonly Account[]): Account[] {
  const listed = new Set(accounts.map((account) => account.id));
  const isInside = (account: Account) =>
    account.parentAccountUuid !== null && listed.has(account.parentAccountUuid);
  const children = Map.groupBy(accounts.filter(isInside), (account) => account.parentAccountUuid);
  return accounts
    .filter((account) => !isInside(account))
    .map((account) => ({ ...account, subAccounts: children.get(account.id) ?? [] }));
}

export const listAccounts = defineEndpoint({
  method: 'GET',
  path: '/partners/chart-of-accounts',
  operationId: 'listAccounts',
  tag: 'Chart of Accounts',
  summary: 'List Accounts',
  description:
    'The chart of accounts, by type and number, bank-like accounts first. With `page`, `limit` or `search` the answer ' +
    'is the envelope with `data.accounts` flat: sub-accounts stand in the same list. With none of the three it is a ' +
    'bare array of all accounts in which sub-accounts stand inside their parent’s `subAccounts`. Only active accounts ' +
    'are listed unless `inactive=true`.',
  access: 'partner',
  query,
  status: 200,
  message: 'Accounts retrieved successfully.',
  response: z.union([z.array(accountSchema), accountList]),
  errors: [],
  examples: { response: [ACCOUNT_EXAMPLE] },
  async handle({ query, caller, read }) {
    const paged = query.page !== undefined || query.limit !== undefined || query.search !== undefined;
    const page = readPage(query, STANDARD_LIMIT);
    const filter: AccountFilter = {
      type: query.type,
      subTypeId: query.subTypeId,
      search: query.search,
      inactive: query.inactive ?? false,
      includeMerged: query.includeMerged ?? false,
      onlyCategoryAccounts: query.onlyCategoryAccounts ?? false,
      includeDeleteMeta: query.includeDeleteMeta ?? false,
      limit: paged ? page.limit : null,
      offset: paged ? page.offset : 0,
    };
    const { rows, totalRecords } = await read(async (transaction) => {
      if (query.is1099Box) return { rows: [], totalRecords: 0 };
      const found = await selectAccounts(transaction, caller.workspaceId, filter);
      return {
        rows: query.includeBalances ? await withBalances(transaction, caller.workspaceId, found) : found,
        totalRecords: paged ? await countAccounts(transaction, caller.workspaceId, filter) : found.length,
      };
    });
    return paged ? { data: listAnswer('accounts', { rows, totalRecords }, page) } : { body: nest(rows) };
  },
});
