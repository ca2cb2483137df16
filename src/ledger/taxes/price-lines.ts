import { multiplyToMinorUnits, percentOf, shareByLargestRemainder, toMinorUnits } from '../money/index.ts';
import { type Discount, type DocumentToCompute, sum } from './document.ts';

/** A line before its taxes, in minor units, as its price is: with tax where the price contains it. */
export interface PricedLine {
  /** Quantity x price. */
  readonly amount: bigint;
  readonly discount: bigint;
  /** The line's share of the document's discount. */
  readonly share: bigint;
  /** What is left after both: the base of taxes that are added, the gross of those that are contained. */
  readonly billed: bigint;
}

export interface PricedDocument {
  readonly lines: readonly PricedLine[];
  /** The document's discount, as the prices are. */
  readonly discount: bigint;
}

function discountOf(amount: bigint, discount: Discount, currency: string): bigint {
  return discount.type === 'percent'
    ? percentOf(amount, discount.value)
    : toMinorUnits(discount.value, currency);
}

/** Shared over lines with a positive amount only, by amount (ledger.md 5). */
function shareDiscount(discount: bigint, amounts: readonly bigint[]): bigint[] {
  if (discount === 0n) return amounts.map(() => 0n);
  return shareByLargestRemainder(
    discount,
    amounts.map((amount) => (amount > 0n ? amount : 0n)),
  );
}

/** Quantity x price rounded to the currency, less the line's discount, less its share of the document's. */
export function priceLines(document: DocumentToCompute): PricedDocument {
  const { currency } = document;
  const lines = document.lines.map((line) => {
    const amount = multiplyToMinorUnits(line.quantity, line.price, currency);
    return { amount, discount: discountOf(amount, line.discount, currency) };
  });
  const reduced = lines.map(({ amount, discount }) => amount - discount);
  const total = sum(reduced);
  const discount = total > 0n ? discountOf(total, document.discount, currency) : 0n;
  const shares = shareDiscount(discount, reduced);
  return {
    discount,
    lines: lines.map((line, index) => {
      const share = shares[index]!;
      return { ...line, share, billed: reduced[index]! - share };
    }),
  };
}

export interface ExcessiveDiscount {
  /** The line's index, or null for the document's own discount. */
  readonly line: number | null;
  readonly largest: bigint;
}

/** The discounts that are more than what they reduce. */
export function findExcessiveDiscounts(document: DocumentToCompute): ExcessiveDiscount[] {
  const excessive: ExcessiveDiscount[] = [];
  let reduced = 0n;
  for (const [index, line] of document.lines.entries()) {
    const amount = multiplyToMinorUnits(line.quantity, line.price, document.currency);
    const discount = discountOf(amount, line.discount, document.currency);
    if (isExcessive(line.discount, discount, amount))
      excessive.push({ line: index, largest: positive(amount) });
    reduced += amount - discount;
  }
  const discount = discountOf(reduced, document.discount, document.currency);
  if (isExcessive(document.discount, discount, reduced))
    excessive.push({ line: null, largest: positive(reduced) });
  return excessive;
}

const positive = (amount: bigint): bigint => (amount > 0n ? amount : 0n);

/** A percentage is at most 100 and scales a deduction as it scales a price; an amount needs as much to be taken from. */
function isExcessive(given: Discount, discount: bigint, reduced: bigint): boolean {
  return given.type === 'amount' && discount > positive(reduced);
}
