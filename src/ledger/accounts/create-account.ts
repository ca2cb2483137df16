import { writeRow } from '../../platform/change/write-rows.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { CREATE_ACCOUNT_EXAMPLE, CREATED_ACCOUNT_EXAMPLE } from './account.examples.ts';
import { accountSchema } from './account.schema.ts';
import { ACCOUNT_BODY_ERRORS, createAccountBody, INTERNAL_ONLY } from './account-body.schema.ts';
import { newAccounts } from './new-accounts.ts';

export const createAccount = defineEndpoint({
  method: 'POST',
  path: '/partners/chart-of-accounts',
  operationId: 'createAccount',
  tag: 'Chart of Accounts',
  summary: 'Create Account',
  description:
    'Creates an account. Its type follows from the sub-type. With a parent it is a sub-account, of the parent’s type ' +
    'and status; accounts nest one level deep. The name is unique in the workspace, ignoring case and extra blanks; the number need ' +
    'not be.',
  access: 'partner',
  body: createAccountBody,
  internalOnly: INTERNAL_ONLY,
  status: 201,
  message: 'Account created successfully.',
  data: accountSchema,
  errors: ACCOUNT_BODY_ERRORS,
  examples: { body: CREATE_ACCOUNT_EXAMPLE, data: CREATED_ACCOUNT_EXAMPLE },
  handle({ body, caller, change }) {
    return change((transaction) => writeRow(transaction, body, newAccounts(caller.workspaceId)));
  },
});
