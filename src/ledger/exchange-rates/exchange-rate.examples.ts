import type { ExchangeRateRecord } from './exchange-rate.schema.ts';

const ID = '019bc0c4-6f00-7a31-9d52-3c8e61b7f045';

export const SET_EXCHANGE_RATE_EXAMPLE = {
  currency: 'EUR',
  date: '2026-01-02',
  rate: '1.0837',
  source: 'European Central Bank',
};

export const EXCHANGE_RATE_EXAMPLE: ExchangeRateRecord = {
  id: ID,
  uuid: ID,
  ...SET_EXCHANGE_RATE_EXAMPLE,
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
};
