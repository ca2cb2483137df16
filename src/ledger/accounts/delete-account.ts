import { ApiError } from '../../errors.ts';
import { changesOfDeletion } from '../../platform/change/changes-between.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { CREATED_ACCOUNT_EXAMPLE } from './account.examples.ts';
import { notDeletable } from './account.ts';
import { findAccount } from './accounts.store.ts';
import { removeAccount } from './write-account.store.ts';

export const deleteAccount = defineEndpoint({
  method: 'DELETE',
  path: '/partners/chart-of-accounts/{id}',
  operationId: 'deleteAccount',
  tag: 'Chart of Accounts',
  summary: 'Delete Account',
  description:
    'Deletes an account that nothing uses. One that has journal entries, or drafts or templates of them, sub-accounts, or products or taxes ' +
    'that post to it is kept, and so is one that the server itself posts to: the message and `details.deleteBlockedReason` say ' +
    'why. Set its `status` to `inactive` instead. [List Accounts](/docs/chart-of-accounts/list-accounts) tells ' +
    'beforehand with `includeDeleteMeta=true`.',
  access: 'partner',
  params: idParams('id'),
  status: 200,
  message: 'Account deleted successfully.',
  data: deletedSchema('account'),
  notFound: 'ACCOUNT_NOT_FOUND',
  errors: ['ACCOUNT_NOT_DELETABLE'],
  examples: { data: deletedAnswer(CREATED_ACCOUNT_EXAMPLE.uuid) },
  handle({ params: { id }, caller: { workspaceId }, change }) {
    return change(async (transaction) => {
      const record = await findDeletable(transaction, workspaceId, id);
      // Not locked before: that would hold up whoever posts to an account that turns out to be in use.
      if (!(await removeAccount(transaction, workspaceId, id))) {
        await findDeletable(transaction, workspaceId, id);
        throw new ApiError('ACCOUNT_NOT_FOUND');
      }
      const data = deletedAnswer(id);
      const changes = changesOfDeletion(record);
      return {
        data,
        records: [{ entity: 'account', entityId: id, action: 'deleted', document: data, changes }],
      };
    });
  },
});

/** @throws ApiError where there is no such account, or something keeps it */
async function findDeletable(transaction: Transaction, workspaceId: string, id: string) {
  const account = await findAccount(transaction, workspaceId, id, true);
  if (!account) throw new ApiError('ACCOUNT_NOT_FOUND');
  const { canDelete: _canDelete, deleteBlockedReason, subAccounts: _none, ...record } = account;
  if (deleteBlockedReason) throw notDeletable(deleteBlockedReason);
  return record;
}
