import { ApiError, fieldError, invalidFields } from '../../errors.ts';
import type { ChangedRecord, DoneChange } from '../../platform/change/change.ts';
import type { Changes } from '../../platform/change/changes-between.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { mergedAlready } from '../merges/merged-errors.ts';
import { UPDATE_ACCOUNT_EXAMPLE, UPDATED_ACCOUNT_EXAMPLE } from './account.examples.ts';
import { type Account, accountSchema } from './account.schema.ts';
import { changesOf, findBrokenRules, namedParent, refuseProtected, updatedAccount } from './account.ts';
import {
  ACCOUNT_BODY_ERRORS,
  INTERNAL_ONLY,
  type UpdateAccountBody,
  updateAccountBody,
} from './account-body.schema.ts';
import { findAccount } from './accounts.store.ts';
import {
  deactivateSubAccounts,
  loadHeldAccounts,
  loadSurroundings,
  lockAccounts,
  storeAccount,
} from './write-account.store.ts';

export const updateAccount = defineEndpoint({
  method: 'PATCH',
  path: '/partners/chart-of-accounts/{id}',
  operationId: 'updateAccount',
  tag: 'Chart of Accounts',
  summary: 'Update Account',
  description: `Changes the fields that are given and leaves the others; \`null\` clears a field.

- An account keeps its type: another \`subTypeId\` must be of the same type.
- \`isChildAccount: false\` makes a sub-account stand by itself.
- An account may become inactive at any time. What is posted stays, products and taxes that name it go on posting to
  it, and nothing new may name it. Its sub-accounts become inactive with it.
- Of an account that the server itself posts to (\`editable: false\`) only \`description\`, \`color\` and
  \`accountNumber\` may change, and its \`name\` where it is a bank or cash account.`,
  access: 'partner',
  params: idParams('id'),
  body: updateAccountBody,
  internalOnly: INTERNAL_ONLY,
  status: 200,
  message: 'Account updated successfully.',
  data: accountSchema,
  notFound: 'ACCOUNT_NOT_FOUND',
  errors: ['PROTECTED_ACCOUNT_FIELD', ...ACCOUNT_BODY_ERRORS],
  examples: { body: UPDATE_ACCOUNT_EXAMPLE, data: UPDATED_ACCOUNT_EXAMPLE },
  handle({ params, body, caller, change }) {
    return change((transaction) => update(transaction, caller.workspaceId, params.id, body));
  },
});

const NOTHING_TO_CHANGE = fieldError(
  'body',
  'REQUIRED',
  'must be an object with at least one field to change',
);

async function update(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  body: UpdateAccountBody,
): Promise<DoneChange<Account>> {
  const named = namedParent(body);
  const ids = named?.id ? [id, named.id] : [id];
  await lockAccounts(transaction, workspaceId, ids);
  const accounts = await loadHeldAccounts(transaction, workspaceId, ids);
  const held = accounts.get(id);
  if (!held) throw new ApiError('ACCOUNT_NOT_FOUND');
  if (held.mergedIntoId !== null) throw mergedAlready('account', held.mergedIntoId);
  if (Object.keys(body).length === 0) throw invalidFields([NOTHING_TO_CHANGE]);
  const parentId = named ? named.id : held.parentAccountUuid;
  const parent = parentId === null ? undefined : accounts.get(parentId);
  const wanted = updatedAccount(held, body, parent);
  const changes = changesOf(held, wanted);
  refuseProtected(held, changes);
  const hasSubAccounts = [...accounts.values()].some((account) => account.parentAccountUuid === id);
  const surroundings = await loadSurroundings(transaction, workspaceId, [wanted]);
  const errors = findBrokenRules({ body, wanted, parent, held, hasSubAccounts, surroundings });
  if (errors.length > 0) throw invalidFields(errors);
  if (Object.keys(changes).length === 0) {
    return { data: (await findAccount(transaction, workspaceId, id))!, records: [] };
  }

  await storeAccount(transaction, workspaceId, id, wanted, changes.taxUuids !== undefined);
  const deactivates = changes.status?.to === 'inactive';
  const followers = deactivates ? await deactivateSubAccounts(transaction, workspaceId, id) : [];
  const data = (await findAccount(transaction, workspaceId, id))!;
  const updated = (document: Account, of: Changes): ChangedRecord => ({
    entity: 'account',
    entityId: document.id,
    action: 'updated',
    document,
    changes: of,
  });
  const follow = { status: { from: 'active', to: 'inactive' } };
  const children = data.subAccounts.filter((account) => followers.includes(account.id));
  return { data, records: [updated(data, changes), ...children.map((child) => updated(child, follow))] };
}
