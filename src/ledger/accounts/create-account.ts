import { v7 as uuidv7 } from 'uuid';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { CREATE_ACCOUNT_EXAMPLE, CREATED_ACCOUNT_EXAMPLE } from './account.examples.ts';
import { type Account, accountSchema } from './account.schema.ts';
import { namedParent, newAccount, refuseBrokenRules } from './account.ts';
import { type CreateAccountBody, createAccountBody, INTERNAL_ONLY } from './account-body.schema.ts';
import { findAccount } from './accounts.store.ts';
import { insertAccount, loadSurroundings, lockAccounts } from './write-account.store.ts';

export const createAccount = defineEndpoint({
  method: 'POST',
  path: '/partners/chart-of-accounts',
  operationId: 'createAccount',
  tag: 'Chart of Accounts',
  summary: 'Create Account',
  description:
    'Creates an account. Its type follows from the sub-type. With a parent it is a sub-account, of the parent’s type ' +
    'and status; accounts nest one level deep. The name is unique in the workspace, ignoring case; the number need ' +
    'not be.',
  access: 'partner',
  body: createAccountBody,
  internalOnly: INTERNAL_ONLY,
  status: 201,
  message: 'Account created successfully.',
  data: accountSchema,
  errors: [
    'ACCOUNT_SUB_TYPE_NOT_FOUND',
    'DUPLICATE_NAME',
    'ACCOUNT_NOT_FOUND',
    'INVALID_ACCOUNT_TYPE',
    'TAX_NOT_FOUND',
    'TAX_INACTIVE',
    'NOT_AVAILABLE',
  ],
  examples: { body: CREATE_ACCOUNT_EXAMPLE, data: CREATED_ACCOUNT_EXAMPLE },
  handle({ body, caller, change }) {
    return change((transaction) => create(transaction, caller.workspaceId, body));
  },
});

async function create(
  transaction: Transaction,
  workspaceId: string,
  body: CreateAccountBody,
): Promise<DoneChange<Account>> {
  const parentId = namedParent(body)?.id ?? null;
  const accounts = await lockAccounts(transaction, workspaceId, parentId === null ? [] : [parentId]);
  const parent = parentId === null ? undefined : accounts.get(parentId);
  const wanted = newAccount(body, parent);
  const surroundings = await loadSurroundings(transaction, workspaceId, wanted);
  refuseBrokenRules({ body, wanted, parent, surroundings });
  const id = uuidv7();
  await insertAccount(transaction, workspaceId, id, wanted);
  const data = (await findAccount(transaction, workspaceId, id))!;
  return { data, records: [{ entity: 'account', entityId: id, action: 'created', document: data }] };
}
