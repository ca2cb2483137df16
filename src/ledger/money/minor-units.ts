import { minorUnitDigits } from './currency.ts';

/** The largest line, document or journal line, in minor units of its currency. Source: ledger.md 2. */
export const LARGEST_AMOUNT = 10n ** 13n;

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
