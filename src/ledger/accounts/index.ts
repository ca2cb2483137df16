import type { Endpoint } from '../../platform/http/endpoint.ts';
import { bulkCreateAccounts } from './bulk-create-accounts.ts';
import { createAccount } from './create-account.ts';
import { deleteAccount } from './delete-account.ts';
import { getAccount } from './get-account.ts';
import { listAccountSubTypes } from './list-account-sub-types.ts';
import { listAccounts } from './list-accounts.ts';
import { ACCOUNT_MERGE_ENDPOINTS } from './merge-accounts.ts';
import { updateAccount } from './update-account.ts';

/** The endpoints of the chart of accounts. */
export const ACCOUNT_ENDPOINTS: readonly Endpoint[] = [
  createAccount,
  bulkCreateAccounts,
  listAccounts,
  getAccount,
  updateAccount,
  deleteAccount,
  ...ACCOUNT_MERGE_ENDPOINTS,
  listAccountSubTypes,
];
