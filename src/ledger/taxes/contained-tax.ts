import { type Decimal, HUNDRED } from '../money/index.ts';
import type { LineTax } from './document.ts';

/** A part of an amount, as an exact fraction of it; the denominator is positive. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The rates of a line: those that are levied on its net together, and that of its compound tax. */
function ratesOf(taxes: readonly LineTax[]): { plain: bigint; compound: bigint } {
  let [plain, compound] = [0n, 0n];
  for (const tax of taxes) {
    if (tax.compound) compound += tax.percentage;
    else plain += tax.percentage;
  }
  return { plain, compound };
}

/** How much of a gross is net: 1 / ((1 + the sum of the rates) (1 + the compound rate)) (ledger.md 5). */
export function netRatio(taxes: readonly LineTax[]): Ratio {
  const { plain, compound } = ratesOf(taxes);
  return { numerator: HUNDRED * HUNDRED, denominator: (HUNDRED + plain) * (HUNDRED + compound) };
}

/** How much of a gross is one of the taxes that it contains. */
export function containedRatio(tax: LineTax, taxes: readonly LineTax[]): Ratio {
  const { plain, compound } = ratesOf(taxes);
  if (tax.compound) return { numerator: compound, denominator: HUNDRED + compound };
  const denominator = (HUNDRED + plain) * (HUNDRED + compound);
  return { numerator: tax.percentage * HUNDRED, denominator };
}

/** How much of its base is a tax that is added to it. */
export function addedRatio(percentage: Decimal): Ratio {
  return { numerator: percentage, denominator: HUNDRED };
}
