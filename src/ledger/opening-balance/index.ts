import type { Endpoint } from '../../platform/http/endpoint.ts';
import { getOpeningBalance } from './get-opening-balance.ts';
import { setOpeningBalance } from './set-opening-balance.ts';

/** The endpoints of opening balances. */
export const OPENING_BALANCE_ENDPOINTS: readonly Endpoint[] = [setOpeningBalance, getOpeningBalance];
