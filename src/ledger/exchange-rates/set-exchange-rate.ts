import { fieldError, invalidFields } from '../../errors.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { EXCHANGE_RATE_EXAMPLE, SET_EXCHANGE_RATE_EXAMPLE } from './exchange-rate.examples.ts';
import {
  type ExchangeRateRecord,
  exchangeRateSchema,
  type SetExchangeRateBody,
  setExchangeRateBody,
  toExchangeRateRecord,
} from './exchange-rate.schema.ts';
import { loadBaseCurrency, storeRate } from './exchange-rates.store.ts';

export const setExchangeRate = defineEndpoint({
  method: 'PUT',
  path: '/partners/exchange-rates',
  operationId: 'setExchangeRate',
  tag: 'Exchange Rates',
  summary: 'Set Exchange Rate',
  description: `Says what a foreign currency is worth from a day on, until the next rate of that currency: a document,
payment or refund in the currency takes the rate that holds on its date, unless it names one of its own. A day has one rate
of a currency: another takes its place. What was approved keeps the rate that it was approved with; a draft
takes the new one when it is approved.`,
  access: 'partner',
  body: setExchangeRateBody,
  status: 200,
  message: 'Exchange rate set successfully.',
  data: exchangeRateSchema,
  errors: [],
  examples: { body: SET_EXCHANGE_RATE_EXAMPLE, data: EXCHANGE_RATE_EXAMPLE },
  handle({ body, change }) {
    return change((transaction) => set(transaction, body));
  },
});

async function set(
  transaction: Transaction,
  { currency, date: effective, rate, source = null }: SetExchangeRateBody,
): Promise<DoneChange<ExchangeRateRecord>> {
  if (currency === (await loadBaseCurrency(transaction))) {
    const predicate = `must be a foreign currency: ${currency} is that of the workspace`;
    throw invalidFields([fieldError('currency', 'INVALID_VALUE', predicate)]);
  }
  const { before, after } = await storeRate(transaction, { currency, effective, rate, source });
  const data = toExchangeRateRecord(after);
  if (before === after) return { data, records: [] };
  const record = { entity: 'exchange_rate', entityId: data.id, document: data };
  if (!before) return { data, records: [{ ...record, action: 'created' }] };
  const changes = changesBetween(toExchangeRateRecord(before), data);
  return { data, records: [{ ...record, action: 'updated', changes }] };
}
