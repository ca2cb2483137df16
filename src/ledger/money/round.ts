import { minorUnitDigits } from './currency.ts';
import { DECIMAL_SCALE, type Decimal, HUNDRED, ONE } from './decimal.ts';
import { divideRoundingHalfAway } from './divide.ts';

/**
 * Quantity x price as money, rounded once, half away from zero.
 *
 * @param quantity at scale 6
 * @param price in units of the currency, at scale 6
 * @returns minor units of the currency; may be past `LARGEST_AMOUNT`
 * @throws RangeError for an unknown currency
 * Source: ledger.md 2; partner-api.md 4.6.1, Arithmetic.
 */
export function multiplyToMinorUnits(quantity: Decimal, price: Decimal, currency: string): bigint {
  const excessDigits = 2 * DECIMAL_SCALE - minorUnitDigits(currency);
  return divideRoundingHalfAway(quantity * price, 10n ** BigInt(excessDigits));
}

/**
 * An amount in units of the currency as money, rounded half away from zero: 2.5 of USD is 250.
 *
 * @param amount at scale 6
 * @throws RangeError for an unknown currency
 */
export function toMinorUnits(amount: Decimal, currency: string): bigint {
  return multiplyToMinorUnits(ONE, amount, currency);
}

/**
 * A percentage of an amount of money, rounded half away from zero.
 *
 * @param amount in minor units
 * @param percentage at scale 6: 8.25 % is `8_250_000n`
 * @returns minor units of the same currency
 * Source: ledger.md 2 and 5.
 */
export function percentOf(amount: bigint, percentage: Decimal): bigint {
  return divideRoundingHalfAway(amount * percentage, HUNDRED);
}

/**
 * An amount in units of the currency as money, where it has no more decimals than the currency.
 *
 * @param amount at scale 6
 * @returns minor units, or undefined where the amount would have to be rounded
 */
export function toExactMinorUnits(amount: Decimal, currency: string): bigint | undefined {
  const divisor = 10n ** BigInt(DECIMAL_SCALE - minorUnitDigits(currency));
  return amount % divisor === 0n ? amount / divisor : undefined;
}
