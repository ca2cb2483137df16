import { type FieldError, fieldError } from '../../errors.ts';
import { minorUnitDigits } from './currency.ts';
import { isTooLarge } from './minor-units.ts';

/** The error of an amount that would have to be rounded. */
export function tooManyDecimals(field: string, currency: string): FieldError {
  const digits = minorUnitDigits(currency);
  return fieldError(field, 'INVALID_NUMBER', `must be a number of at most ${digits} decimals in ${currency}`);
}

/**
 * Why an amount cannot stand on a line of the journal: it would have to be rounded, or is beyond what a line holds.
 *
 * @param amount in minor units; undefined where it has more decimals than the currency
 */
export function findUnfitAmount(field: string, amount: bigint | undefined, currency: string): FieldError[] {
  if (amount === undefined) return [tooManyDecimals(field, currency)];
  if (!isTooLarge(amount)) return [];
  return [fieldError(field, 'TOO_LARGE', 'must be at most 10,000,000,000,000 minor units')];
}
