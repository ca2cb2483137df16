import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams, queryBoolean } from '../../platform/http/fields.ts';
import { ACCOUNT_EXAMPLE } from './account.examples.ts';
import { accountSchema } from './account.schema.ts';
import { findAccount, withBalances } from './accounts.store.ts';

export const getAccount = defineEndpoint({
  method: 'GET',
  path: '/partners/chart-of-accounts/{id}',
  operationId: 'getAccount',
  tag: 'Chart of Accounts',
  summary: 'Get Account',
  description:
    'One account by its UUID, active or not, with its sub-accounts. COUNT has only the list; this endpoint goes beyond it.',
  access: 'partner',
  params: idParams('id'),
  query: z.object({
    includeBalances: queryBoolean()
      .optional()
      .describe('Adds `balance`: all that is posted, in the accrual book, in the currency of the workspace.'),
    includeDeleteMeta: queryBoolean().optional().describe('Adds `canDelete` and `deleteBlockedReason`.'),
  }),
  status: 200,
  message: 'Account retrieved successfully.',
  data: accountSchema,
  notFound: 'ACCOUNT_NOT_FOUND',
  errors: [],
  examples: { data: ACCOUNT_EXAMPLE },
  async handle({ params, query, caller: { workspaceId }, read }) {
    const account = await read(async (transaction) => {
      const found = await findAccount(transaction, workspaceId, params.id, query.includeDeleteMeta);
      if (!found || !query.includeBalances) return found;
      const [self, ...subAccounts] = await withBalances(transaction, workspaceId, [
        found,
        ...found.subAccounts,
      ]);
      return { ...self!, subAccounts };
    });
    if (!account) throw new ApiError('ACCOUNT_NOT_FOUND');
    return { data: account };
  },
});
