import { divideRoundingHalfAway } from './divide.ts';
import { type Notation, readNotation } from './notation.ts';

/** How many decimals a `Decimal` has: `numeric(20,6)` in the database. */
export const DECIMAL_SCALE = 6;

const SCALE = 10n ** BigInt(DECIMAL_SCALE);
const LARGEST_DECIMAL = 999_999_999_999_999n;
/** Of an amount of money, which may be the total of many: 10^13, the most minor units of a line (ledger.md 2). */
const LARGEST_AMOUNT_GIVEN = 10_000_000_000_000n * SCALE;

declare const decimalBrand: unique symbol;

/** A quantity, price or percentage: an exact number counted in millionths, so 1.5 is `1_500_000n`. */
export type Decimal = bigint & { readonly [decimalBrand]: true };

export const ZERO = 0n as Decimal;
export const ONE = SCALE as Decimal;
/** As a percentage the whole; an amount times a percentage, over this, is the percentage of the amount. */
export const HUNDRED = (100n * SCALE) as Decimal;

/** Why a number was refused. */
export type NumberFault = 'not_a_number' | 'too_many_decimals' | 'too_large';

/** A `Decimal`, or why the input is none. */
export type ParsedDecimal = { ok: true; value: Decimal } | { ok: false; reason: NumberFault };

/**
 * Reads a quantity, price or percentage from a request body or a database row.
 *
 * A string is digits with an optional sign and point (`'.5'` and `'5.'` are numbers) and at most 6 decimals as written.
 * A JSON number is taken by its shortest decimal representation and rounded half away from zero to 6 decimals. The
 * largest absolute value is 999999999.999999, after rounding, and 10^13 of an amount of money.
 *
 * @param isAmount whether it is an amount of money and not a quantity, price or percentage
 * @returns the value at scale 6, or the reason why not; never throws
 * Source: partner-api.md 4.6.1, Numbers.
 */
export function parseDecimal(input: number | string, isAmount = false): ParsedDecimal {
  const read = readNotation(input);
  if (read === undefined) return { ok: false, reason: 'not_a_number' };
  if (typeof input === 'string' && read.decimalsWritten > DECIMAL_SCALE) {
    return { ok: false, reason: 'too_many_decimals' };
  }
  // Before any arithmetic: a text may have a million digits.
  const largest = isAmount ? LARGEST_AMOUNT_GIVEN : LARGEST_DECIMAL;
  if (read.whole.length > String(largest / SCALE).length) return { ok: false, reason: 'too_large' };
  const value = toDecimal(read);
  if (value > largest || -value > largest) return { ok: false, reason: 'too_large' };
  return { ok: true, value };
}

function toDecimal({ whole, fraction, negative }: Notation): Decimal {
  const unscaled = BigInt(whole + fraction) * SCALE;
  const magnitude = divideRoundingHalfAway(unscaled, 10n ** BigInt(fraction.length));
  return (negative ? -magnitude : magnitude) as Decimal;
}

/**
 * Writes a decimal with as few digits as it needs: `'1.5'`, `'-0.000001'`, `'250'`.
 *
 * @param value at scale 6
 */
export function formatDecimal(value: Decimal): string {
  const magnitude = value < 0n ? -value : value;
  const whole = magnitude / SCALE;
  const fraction = (magnitude % SCALE).toString().padStart(DECIMAL_SCALE, '0').replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/**
 * A decimal as a JSON number, for answers only: never calculate with it.
 *
 * Exact in both directions up to the largest `Decimal`, which has 15 digits: `parseDecimal` reads the same value back.
 *
 * @param value at scale 6
 */
export function decimalToNumber(value: Decimal): number {
  return Number(formatDecimal(value));
}

/**
 * Reads a decimal that the database holds, as text, or that this server wrote of an amount: of any size, since what was
 * too large was refused before it was kept, and a total may be larger than what it is the total of.
 *
 * @throws Error when it is no decimal of ours: then the database was written by something else
 */
export function readStoredDecimal(text: string): Decimal {
  const read = readNotation(text);
  if (!read || read.decimalsWritten > DECIMAL_SCALE) throw new Error('A stored decimal is unsound.');
  return toDecimal(read);
}
