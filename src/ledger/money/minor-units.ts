import { minorUnitDigits } from './currency.ts';
import { DECIMAL_SCALE, type NumberFault } from './decimal.ts';
import { divideRoundingHalfAway } from './divide.ts';
import { readNotation } from './notation.ts';

/** The largest line, document or journal line, in minor units of its currency. Source: ledger.md 2. */
export const LARGEST_AMOUNT = 10n ** 13n;

/** An amount in minor units, or why the input is none. */
export type ParsedAmount = { ok: true; value: bigint } | { ok: false; reason: NumberFault };

/**
 * Whether an amount is past what a line or document may have (`TOO_LARGE`).
 *
 * @param amount in minor units, of either sign
 */
export function isTooLarge(amount: bigint): boolean {
  return amount > LARGEST_AMOUNT || amount < -LARGEST_AMOUNT;
}

/**
 * Writes money as answers show it, with all digits of its currency: `'250.00'`, `'-0.05'`, JPY `'250'`, KWD `'1.000'`.
 *
 * @param amount in minor units
 * @throws RangeError for an unknown currency
 * Source: partner-api.md 1.2.
 */
export function formatMinorUnits(amount: bigint, currency: string): string {
  const digits = minorUnitDigits(currency);
  if (digits === 0) return amount.toString();
  const magnitude = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, '0');
  return `${amount < 0n ? '-' : ''}${magnitude.slice(0, -digits)}.${magnitude.slice(-digits)}`;
}

/**
 * Reads money that must be exact, as a payment or a journal line: nothing is rounded to the currency.
 *
 * Numbers are written as for `parseDecimal`, but the limit is `LARGEST_AMOUNT`. What the currency cannot hold is
 * `too_many_decimals`: `'0.005'` of USD, `'1.5'` of JPY. Zeros at the end are no digits: `'1.500'` of USD is 150. A JSON
 * number is first freed of its binary noise, by rounding to 6 decimals: 3.3000000000000003 of USD is 330.
 *
 * @returns minor units of the currency, or the reason why not
 * @throws RangeError for an unknown currency
 * Source: ledger.md 2; partner-api.md 1.2 and 4.6.1, Numbers.
 */
export function parseMinorUnits(input: number | string, currency: string): ParsedAmount {
  const digits = minorUnitDigits(currency);
  const read = readNotation(input);
  if (read === undefined) return { ok: false, reason: 'not_a_number' };
  const tooLong = read.decimalsWritten > DECIMAL_SCALE || read.fraction.length > digits;
  if (typeof input === 'string' && tooLong) return { ok: false, reason: 'too_many_decimals' };
  // Before any arithmetic: a text may have a million digits.
  if (read.whole.length > LARGEST_AMOUNT.toString().length) return { ok: false, reason: 'too_large' };

  const scaled = BigInt(read.whole + read.fraction) * 10n ** BigInt(DECIMAL_SCALE);
  const millionths = divideRoundingHalfAway(scaled, 10n ** BigInt(read.fraction.length));
  const millionthsPerMinorUnit = 10n ** BigInt(DECIMAL_SCALE - digits);
  if (millionths % millionthsPerMinorUnit !== 0n) return { ok: false, reason: 'too_many_decimals' };

  const magnitude = millionths / millionthsPerMinorUnit;
  if (isTooLarge(magnitude)) return { ok: false, reason: 'too_large' };
  return { ok: true, value: read.negative ? -magnitude : magnitude };
}
