import type { Endpoint } from '../../platform/http/endpoint.ts';
import { listAccountSubTypes } from './list-account-sub-types.ts';
import { listAccounts } from './list-accounts.ts';

/** The endpoints of the chart of accounts. */
export const ACCOUNT_ENDPOINTS: readonly Endpoint[] = [listAccounts, listAccountSubTypes];
