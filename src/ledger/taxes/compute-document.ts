import { divideRoundingHalfAway } from '../money/index.ts';
import { netRatio } from './contained-tax.ts';
import {
  type ComputedDocument,
  type ComputedLine,
  containsTax,
  type DocumentToCompute,
  type LineTax,
  sum,
} from './document.ts';
import { levyTaxes } from './levy-taxes.ts';
import { priceLines } from './price-lines.ts';

/**
 * The amounts of a document, exact to the minor unit (reference 4.6.1): quantity x price rounded to the currency, less
 * the line's discount; less its share of the document's discount; then its taxes, added to what is left or contained in
 * it. Always net + tax = gross, and the lines add up to the document.
 *
 * The caller has made sure that no discount is more than what it reduces and that the taxes of each line go together
 * (`findExcessiveDiscounts`, `findTaxFaults`).
 */
export function computeDocument<Tax extends LineTax>(
  document: DocumentToCompute<Tax>,
): ComputedDocument<Tax> {
  const priced = priceLines(document);
  const taxes = levyTaxes(
    document,
    priced.lines.map(({ billed }) => billed),
  );
  const lines = document.lines.map((line, index): ComputedLine<Tax> => {
    const { amount, discount, share, billed } = priced.lines[index]!;
    const tax = sum(taxes[index]!.map((one) => one.amount));
    const isContained = containsTax(line);
    const net = isContained ? billed - tax : billed;
    const documentDiscount = isContained ? withoutTax(share, line.taxes) : share;
    return {
      amount,
      discount,
      subtotal: net + documentDiscount,
      documentDiscount,
      taxes: taxes[index]!,
      tax,
      total: net + tax,
    };
  });
  return {
    lines,
    subtotal: sum(lines.map((line) => line.subtotal)),
    discount: sum(lines.map((line) => line.documentDiscount)),
    tax: sum(lines.map((line) => line.tax)),
    total: sum(lines.map((line) => line.total)),
  };
}

/** What a discount on prices that contain taxes is without them. */
function withoutTax(share: bigint, taxes: readonly LineTax[]): bigint {
  if (share === 0n) return 0n;
  const { numerator, denominator } = netRatio(taxes);
  return divideRoundingHalfAway(share * numerator, denominator);
}
