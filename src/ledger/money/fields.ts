import { z } from 'zod';
import { report } from '../../platform/http/fields.ts';
import { type Decimal, decimalToNumber, parseDecimal } from './index.ts';

const REFUSALS = {
  not_a_number: {
    code: 'INVALID_NUMBER',
    predicate: 'must be a number, or a text of digits with an optional sign and point',
  },
  too_many_decimals: { code: 'INVALID_NUMBER', predicate: 'must be a number with at most 6 decimals' },
  too_large: { code: 'TOO_LARGE', predicate: 'must be a number of at most 999999999.999999' },
} as const;

export interface DecimalLimits {
  readonly smallest?: Decimal;
  readonly largest?: Decimal;
  /** Must be greater than zero. */
  readonly positive?: boolean;
}

/** A quantity, price, rate or amount in a body: a JSON number or a text of digits (4.6.1), as an exact decimal. */
export function decimal({ smallest, largest, positive }: DecimalLimits = {}) {
  return z
    .union([z.number(), z.string()], { error: 'must be a number or a numeric text' })
    .transform((value, context): Decimal => {
      const parsed = parseDecimal(value);
      if (!parsed.ok) report(context, REFUSALS[parsed.reason].code, REFUSALS[parsed.reason].predicate);
      else if (positive && parsed.value <= 0n) report(context, 'TOO_SMALL', 'must be greater than 0');
      else if (smallest !== undefined && parsed.value < smallest)
        report(context, 'TOO_SMALL', `must be at least ${decimalToNumber(smallest)}`);
      else if (largest !== undefined && parsed.value > largest)
        report(context, 'TOO_LARGE', `must be at most ${decimalToNumber(largest)}`);
      else return parsed.value;
      return z.NEVER;
    });
}
