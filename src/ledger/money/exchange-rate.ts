import { minorUnitDigits } from './currency.ts';
import type { NumberFault } from './decimal.ts';
import { divideRoundingHalfAway } from './divide.ts';
import { readNotation } from './notation.ts';

/** How many decimals an exchange rate has: `numeric(20,10)` in the database. */
const RATE_SCALE = 10;
const LARGEST_WHOLE_DIGITS = 10;

declare const rateBrand: unique symbol;

/** Units of the workspace's currency per unit of another, an exact number at scale 10: 1.08 is `10_800_000_000n`. */
export type ExchangeRate = bigint & { readonly [rateBrand]: true };

/** The rate of what is in the workspace's own currency. */
export const RATE_OF_ONE = (10n ** BigInt(RATE_SCALE)) as ExchangeRate;

/** An `ExchangeRate`, or why the input is none. */
export type ParsedRate = { ok: true; value: ExchangeRate } | { ok: false; reason: NumberFault | 'too_small' };

/**
 * Reads an exchange rate of a request body: more than 0, at most 9999999999.9999999999. A text has at most 10 decimals as
 * written; a JSON number is taken by its shortest decimal representation and rounded half away from zero to 10, since a
 * rate that was divided has as many decimals as a float has.
 *
 * @returns the rate, or the reason why not; never throws
 */
export function parseExchangeRate(input: number | string): ParsedRate {
  const read = readNotation(input);
  if (read === undefined) return { ok: false, reason: 'not_a_number' };
  if (typeof input === 'string' && read.decimalsWritten > RATE_SCALE)
    return { ok: false, reason: 'too_many_decimals' };
  if (read.whole.length > LARGEST_WHOLE_DIGITS) return { ok: false, reason: 'too_large' };
  const unscaled = BigInt(read.whole + read.fraction) * RATE_OF_ONE;
  const magnitude = divideRoundingHalfAway(unscaled, 10n ** BigInt(read.fraction.length));
  if (magnitude === 0n || read.negative) return { ok: false, reason: 'too_small' };
  if (magnitude.toString().length > LARGEST_WHOLE_DIGITS + RATE_SCALE)
    return { ok: false, reason: 'too_large' };
  return { ok: true, value: magnitude as ExchangeRate };
}

/** Writes a rate with as few digits as it needs: `'1.08'`, `'0.0000417'`, `'1'`. */
export function formatExchangeRate(rate: ExchangeRate): string {
  const fraction = (rate % RATE_OF_ONE).toString().padStart(RATE_SCALE, '0').replace(/0+$/, '');
  return `${rate / RATE_OF_ONE}${fraction === '' ? '' : `.${fraction}`}`;
}

/**
 * Reads a rate that the database holds, `numeric(20,10)` as text.
 *
 * @throws Error when it is no rate of ours: then the database was written by something else
 */
export function readStoredRate(text: string): ExchangeRate {
  const parsed = parseExchangeRate(text);
  if (!parsed.ok) throw new Error(`A stored exchange rate is unsound: ${parsed.reason}`);
  return parsed.value;
}

/** From which currency into which, and how. */
export interface Exchange {
  readonly currency: string;
  readonly rate: ExchangeRate;
  /** The workspace's. */
  readonly baseCurrency: string;
}

/**
 * What one minor unit of the currency is worth in minor units of the workspace's, as a fraction: 1 JPY at 0.0065 is
 * 65/100 cents. Exact shares are reckoned with it before they are rounded together.
 */
export function worthOfMinorUnit({ currency, rate, baseCurrency }: Exchange): {
  readonly numerator: bigint;
  readonly denominator: bigint;
} {
  return {
    numerator: rate * 10n ** BigInt(minorUnitDigits(baseCurrency)),
    denominator: RATE_OF_ONE * 10n ** BigInt(minorUnitDigits(currency)),
  };
}

/**
 * An amount in the workspace's currency, rounded once, half away from zero.
 *
 * @param amount in minor units of the exchange's currency
 * @returns minor units of the workspace's; may be past `LARGEST_AMOUNT`
 * Source: ledger.md 2.
 */
export function convertToBase(amount: bigint, exchange: Exchange): bigint {
  const { numerator, denominator } = worthOfMinorUnit(exchange);
  return divideRoundingHalfAway(amount * numerator, denominator);
}
