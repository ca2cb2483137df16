import type { Endpoint } from '../../platform/http/endpoint.ts';
import { deleteExchangeRate } from './delete-exchange-rate.ts';
import { listExchangeRates } from './list-exchange-rates.ts';
import { setExchangeRate } from './set-exchange-rate.ts';

/** The endpoints of the table of exchange rates. */
export const EXCHANGE_RATE_ENDPOINTS: readonly Endpoint[] = [
  setExchangeRate,
  listExchangeRates,
  deleteExchangeRate,
];
