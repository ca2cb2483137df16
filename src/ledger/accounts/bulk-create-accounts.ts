import { defineBulkEndpoint } from '../../platform/http/bulk-endpoint.ts';
import { CREATE_ACCOUNT_EXAMPLE, CREATED_ACCOUNT_EXAMPLE } from './account.examples.ts';
import { accountSchema } from './account.schema.ts';
import {
  ACCOUNT_BODY_ERRORS,
  createAccountBody,
  INTERNAL_ONLY,
  subTypeUnknown,
} from './account-body.schema.ts';
import { newAccounts } from './new-accounts.ts';

const UNKNOWN_SUB_TYPE = 9999;

export const bulkCreateAccounts = defineBulkEndpoint({
  method: 'POST',
  path: '/partners/chart-of-accounts/bulk',
  operationId: 'bulkCreateAccounts',
  tag: 'Chart of Accounts',
  summary: 'Bulk Create Accounts',
  description:
    'Creates many accounts with one call, each by the rules of [Create Account](/docs/chart-of-accounts/create-account). ' +
    'Of two rows with one name the first gets it. A parent must be there already: create parents with one call, their ' +
    'sub-accounts with the next.',
  rows: {
    field: 'accounts',
    label: 'account',
    plural: 'accounts',
    key: 'account',
    record: accountSchema,
  },
  row: createAccountBody,
  internalOnly: INTERNAL_ONLY,
  message: 'Bulk request accepted: each result says whether its account was created.',
  rowErrors: ACCOUNT_BODY_ERRORS,
  examples: {
    rows: [CREATE_ACCOUNT_EXAMPLE, { name: 'Dump Trailer Loan', subTypeId: UNKNOWN_SUB_TYPE }],
    results: [
      CREATED_ACCOUNT_EXAMPLE,
      { error: `subTypeId ${subTypeUnknown(UNKNOWN_SUB_TYPE)}.`, code: 'ACCOUNT_SUB_TYPE_NOT_FOUND' },
    ],
  },
  writer: ({ workspaceId }) => newAccounts(workspaceId),
});
