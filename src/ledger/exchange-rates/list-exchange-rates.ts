import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { date, paging } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { currencyCode } from '../money/fields.ts';
import { EXCHANGE_RATE_EXAMPLE } from './exchange-rate.examples.ts';
import { exchangeRateSchema, toExchangeRateRecord } from './exchange-rate.schema.ts';
import { selectRates } from './exchange-rates.store.ts';

const STANDARD_LIMIT = 50;

export const listExchangeRates = defineEndpoint({
  method: 'GET',
  path: '/partners/exchange-rates',
  operationId: 'listExchangeRates',
  tag: 'Exchange Rates',
  summary: 'List Exchange Rates',
  description: 'The workspace’s table of exchange rates: by currency, the youngest rate first.',
  access: 'partner',
  query: z.object({
    ...paging(STANDARD_LIMIT),
    currency: currencyCode().optional().describe('Only rates of this currency, ISO 4217.'),
    startDate: date().optional().describe('Only rates from this day on.'),
    endDate: date().optional().describe('Only rates up to this day.'),
  }),
  status: 200,
  message: 'Exchange rates retrieved successfully.',
  data: listSchema('exchangeRates', exchangeRateSchema),
  errors: [],
  examples: { data: listExample('exchangeRates', [EXCHANGE_RATE_EXAMPLE], STANDARD_LIMIT) },
  async handle({ query, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const { currency, startDate, endDate } = query;
    const { rows, totalRecords } = await read((transaction) =>
      selectRates(transaction, { currency, startDate, endDate }, page),
    );
    const records = rows.map(toExchangeRateRecord);
    return { data: listAnswer('exchangeRates', { rows: records, totalRecords }, page) };
  },
});
