import { z } from 'zod';
import { report } from '../../platform/http/fields.ts';
import {
  type Decimal,
  decimalToNumber,
  type ExchangeRate,
  findCurrency,
  parseDecimal,
  parseExchangeRate,
} from './index.ts';

const REFUSALS = {
  not_a_number: {
    code: 'INVALID_NUMBER',
    predicate: 'must be a number, or a text of digits with an optional sign and point',
  },
  too_many_decimals: { code: 'INVALID_NUMBER', predicate: 'must be a number with at most 6 decimals' },
  too_large: { code: 'TOO_LARGE', predicate: 'must be a number of at most 999999999.999999' },
} as const;
const TOO_LARGE_AMOUNT = {
  code: 'TOO_LARGE',
  predicate: 'must be a number of at most 10000000000000',
} as const;

export interface DecimalLimits {
  readonly smallest?: Decimal;
  readonly largest?: Decimal;
  /** Must be greater than zero. */
  readonly positive?: boolean;
  /** An amount of money, which may be larger than a price. */
  readonly isAmount?: boolean;
}

/** A quantity, price, rate or amount in a body: a JSON number or a text of digits (4.6.1), as an exact decimal. */
export function decimal({ smallest, largest, positive, isAmount = false }: DecimalLimits = {}) {
  return z
    .union([z.number(), z.string()], { error: 'must be a number or a numeric text' })
    .transform((value, context): Decimal => {
      const parsed = parseDecimal(value, isAmount);
      if (!parsed.ok) {
        const isLargeAmount = isAmount && parsed.reason === 'too_large';
        const { code, predicate } = isLargeAmount ? TOO_LARGE_AMOUNT : REFUSALS[parsed.reason];
        report(context, code, predicate);
      } else if (positive && parsed.value <= 0n) report(context, 'TOO_SMALL', 'must be greater than 0');
      else if (smallest !== undefined && parsed.value < smallest)
        report(context, 'TOO_SMALL', `must be at least ${decimalToNumber(smallest)}`);
      else if (largest !== undefined && parsed.value > largest)
        report(context, 'TOO_LARGE', `must be at most ${decimalToNumber(largest)}`);
      else return parsed.value;
      return z.NEVER;
    });
}

const RATE_REFUSALS = {
  not_a_number: REFUSALS.not_a_number,
  too_many_decimals: { code: 'INVALID_NUMBER', predicate: 'must be a number with at most 10 decimals' },
  too_small: { code: 'TOO_SMALL', predicate: 'must be greater than 0' },
  too_large: { code: 'TOO_LARGE', predicate: 'must be a number of at most 9999999999.9999999999' },
} as const;

/** An exchange rate in a body: a JSON number or a text of digits, more than 0, with at most 10 decimals. */
export function exchangeRate() {
  return z
    .union([z.number(), z.string()], { error: 'must be a number or a numeric text' })
    .transform((value, context): ExchangeRate => {
      const parsed = parseExchangeRate(value);
      if (parsed.ok) return parsed.value;
      report(context, RATE_REFUSALS[parsed.reason].code, RATE_REFUSALS[parsed.reason].predicate);
      return z.NEVER;
    });
}

/** A currency of ISO 4217 in a body or query, in any case, as three capital letters. */
export function currencyCode() {
  return z
    .string()
    .transform((value, context) => {
      const code = value.toUpperCase();
      if (findCurrency(code)) return code;
      report(context, 'INVALID_VALUE', 'must be the three letters of a currency in ISO 4217');
      return z.NEVER;
    })
    .meta({ minLength: 3, maxLength: 3 });
}

/** How an exchange rate stands in answers: a text, since a float has fewer digits. */
export const answeredRate = () => z.string().meta({ pattern: '^\\d+(\\.\\d{1,10})?$' });
