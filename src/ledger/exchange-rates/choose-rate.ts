import { type FieldError, fieldError } from '../../errors.ts';
import { type Exchange, type ExchangeRate, formatExchangeRate, RATE_OF_ONE } from '../money/index.ts';

/** Where the rate of a document or payment is from: its body, or the workspace's table. */
export const RATE_SOURCES = ['given', 'table'] as const;
export type RateSource = (typeof RATE_SOURCES)[number];

/** The rate of a document or payment, with the day that it is of; in the workspace's currency 1, of no day. */
export interface ChosenRate {
  readonly exchangeRate: ExchangeRate;
  readonly exchangeRateDate: string | null;
  readonly exchangeRateSource: RateSource | null;
}

/** The rate of what is in the workspace's currency. */
const NO_EXCHANGE: ChosenRate = {
  exchangeRate: RATE_OF_ONE,
  exchangeRateDate: null,
  exchangeRateSource: null,
};

interface RateWish {
  readonly currency: string;
  readonly baseCurrency: string;
  /** Of the document or payment. */
  readonly date: string;
  /** What its body says. */
  readonly given: ExchangeRate | null | undefined;
  /** The rate of the table that holds on its date. */
  readonly onTable: { readonly rate: ExchangeRate; readonly date: string } | null | undefined;
}

/**
 * The rate that a document or payment is converted with: the one that it is given, else that of the table.
 *
 * @returns the rate, or the error of `exchangeRate`: there is none, or one where nothing is converted
 */
export function chooseRate(wish: RateWish): { rate: ChosenRate } | { error: FieldError } {
  const { currency, baseCurrency, date, given, onTable } = wish;
  if (currency === baseCurrency) {
    if (given == null || given === RATE_OF_ONE) return { rate: NO_EXCHANGE };
    const predicate = `must be 1 or left out: ${currency} is the workspace’s currency`;
    return { error: fieldError('exchangeRate', 'INVALID_VALUE', predicate) };
  }
  if (given != null)
    return { rate: { exchangeRate: given, exchangeRateDate: date, exchangeRateSource: 'given' } };
  if (onTable)
    return {
      rate: {
        exchangeRate: onTable.rate,
        exchangeRateDate: onTable.date,
        exchangeRateSource: 'table',
      },
    };
  const predicate = `is required: no rate of ${currency} holds on ${date} in the table of exchange rates`;
  const details = { currency, date };
  return { error: fieldError('exchangeRate', 'EXCHANGE_RATE_REQUIRED', predicate, { details }) };
}

/** How what has this rate is converted; undefined where it is in the workspace's currency. */
export function exchangeOf(
  currency: string,
  { exchangeRate: rate }: Pick<ChosenRate, 'exchangeRate'>,
  baseCurrency: string,
): Exchange | undefined {
  return currency === baseCurrency ? undefined : { currency, rate, baseCurrency };
}

/** A rate as the database keeps it. */
export function toRateColumns({ exchangeRate, exchangeRateDate, exchangeRateSource }: ChosenRate) {
  return {
    exchange_rate: formatExchangeRate(exchangeRate),
    exchange_rate_date: exchangeRateDate,
    exchange_rate_source: exchangeRateSource,
  };
}
