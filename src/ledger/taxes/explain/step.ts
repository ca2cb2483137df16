import { formatMinorUnits, minorUnitDigits } from '../../money/index.ts';
import type { Ratio } from '../contained-tax.ts';

/** What is done to an amount, in the order in which a document is computed. */
export const CALCULATION_STEPS = [
  'amount',
  'line_discount',
  'document_discount',
  'discount_share',
  'discount_without_tax',
  'net',
  'tax_base',
  'tax',
  'total',
  'subtotal',
] as const;

/** One step of a calculation: what an amount was before it and is after it, in units of the currency. */
export interface CalculationStep {
  readonly step: (typeof CALCULATION_STEPS)[number];
  /** Whose amount it is, as a path in the answer (`products[0]`, `taxes[1]`), or `document`. */
  readonly on: string;
  readonly from: string;
  readonly to: string;
  readonly note: string;
}

/** Writes amounts and steps in one currency. */
export interface StepWriter {
  money(amount: bigint): string;
  /** An exact amount with all its digits, or as many as say enough. */
  exact(amount: Ratio): string;
  step(step: CalculationStep['step'], on: string, from: bigint, to: bigint, note: string): CalculationStep;
}

/** Beyond the digits of the currency: all that a product of two decimals may have, and enough of what never ends. */
const MOST_DIGITS = 12;
const DIGITS_OF_ENDLESS = 4;

/** Writes a fraction of minor units, in units of the currency: `4.796875`, `86.645`, `8.3333…`. */
function formatExact({ numerator, denominator }: Ratio, currency: string): string {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const endsWithin = (magnitude * 10n ** BigInt(MOST_DIGITS)) % denominator === 0n;
  const extra = endsWithin ? MOST_DIGITS : DIGITS_OF_ENDLESS;
  const digits = minorUnitDigits(currency);
  const scaled = ((magnitude * 10n ** BigInt(extra)) / denominator)
    .toString()
    .padStart(digits + extra + 1, '0');
  const whole = scaled.slice(0, -(digits + extra));
  const written = scaled.slice(-(digits + extra));
  const fraction = endsWithin ? written.replace(/0+$/, '').padEnd(digits, '0') : `${written}…`;
  return `${numerator < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** A writer of steps in a currency. */
export function writeSteps(currency: string): StepWriter {
  const money = (amount: bigint) => formatMinorUnits(amount, currency);
  return {
    money,
    exact: (amount) => formatExact(amount, currency),
    step: (step, on, from, to, note) => ({ step, on, from: money(from), to: money(to), note }),
  };
}

/** How an exact amount became a whole one: `= 4.80`, or `= 4.796875, rounded half away from zero to 4.80`. */
export function tellRounding(writer: StepWriter, exact: Ratio, rounded: bigint): string {
  if (exact.numerator === rounded * exact.denominator) return `= ${writer.money(rounded)}`;
  return `= ${writer.exact(exact)}, rounded half away from zero to ${writer.money(rounded)}`;
}

/**
 * How an exact share became a whole one: `= 2.62`, or rounded down, or rounded down and given one of the units that this
 * leaves over. Shares of a negative sum mirror those of a positive one.
 */
export function tellShare(writer: StepWriter, exact: Ratio, share: bigint, isOfNegative: boolean): string {
  const { numerator, denominator } = exact;
  if (numerator === share * denominator) return `= ${writer.money(share)}`;
  const quotient = numerator / denominator;
  const isCutUp = numerator < 0n;
  const floor = isCutUp ? quotient - 1n : quotient;
  const cut = isOfNegative ? floor + 1n : floor;
  const told = `= ${writer.exact(exact)}, rounded ${isOfNegative ? 'up' : 'down'} to ${writer.money(cut)}`;
  if (cut === share) return told;
  return `${told}; a unit that is left over goes here, since rounding took most from it: ${writer.money(share)}`;
}
