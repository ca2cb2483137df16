import { z } from 'zod';
import { answered, date, text } from '../../platform/http/fields.ts';
import { identityOf, identitySchema, timestampsOf, timestampsSchema } from '../../platform/http/record.ts';
import { answeredRate, currencyCode, exchangeRate } from '../money/fields.ts';
import { formatExchangeRate, readStoredRate } from '../money/index.ts';
import type { StoredRate } from './exchange-rates.store.ts';

export const setExchangeRateBody = z.object({
  currency: currencyCode().describe('The foreign currency, ISO 4217; not the workspace’s own.'),
  date: date().describe('The day from which the rate holds.'),
  rate: exchangeRate().describe(
    'Units of the workspace’s currency per unit of `currency`; more than 0, at most 10 decimals.',
  ),
  source: text(100).nullish().describe('Where the rate is from, such as a central bank.'),
});

export type SetExchangeRateBody = z.output<typeof setExchangeRateBody>;

export const exchangeRateSchema = z
  .object({
    ...identitySchema('rate'),
    currency: z.string().describe('The foreign currency, ISO 4217.'),
    date: answered.date().describe('The day from which it holds, until the next rate of its currency.'),
    rate: answeredRate().describe('Units of the workspace’s currency per unit of `currency`.'),
    source: z.string().nullable().describe('Where it is from.'),
    ...timestampsSchema(),
  })
  .meta({ id: 'ExchangeRate', description: 'What a foreign currency is worth from a day on.' });

export type ExchangeRateRecord = z.output<typeof exchangeRateSchema>;

/** A rate of the table in the API's words. */
export function toExchangeRateRecord(stored: StoredRate): ExchangeRateRecord {
  return {
    ...identityOf(stored.id),
    currency: stored.currency,
    date: stored.effective,
    rate: formatExchangeRate(readStoredRate(stored.rate)),
    source: stored.source,
    ...timestampsOf(stored),
  };
}
