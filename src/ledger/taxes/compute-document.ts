import {
  type ComputedDocument,
  type ComputedLine,
  containsTax,
  type DocumentToCompute,
  type LineTax,
  sum,
} from './document.ts';
import { levyTaxes } from './levy-taxes.ts';
import { type PricedDocument, priceLines } from './price-lines.ts';

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
  const undiscounted = undiscountedNets(document, priced);
  const lines = document.lines.map((line, index): ComputedLine<Tax> => {
    const { amount, discount, share, billed } = priced.lines[index]!;
    const tax = sum(taxes[index]!.map((one) => one.amount));
    const isContained = containsTax(line);
    const net = isContained ? billed - tax : billed;
    const documentDiscount = isContained ? discountWithoutTax(share, undiscounted[index]! - net) : share;
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

/** What lines whose prices contain taxes would be without them, were there no discount on the document. */
function undiscountedNets(
  document: DocumentToCompute,
  { lines, discount }: PricedDocument,
): readonly bigint[] {
  const gross = lines.map(({ billed, share }) => billed + share);
  if (discount === 0n || !document.lines.some(containsTax)) return gross;
  const { taxTotals: _, ...alone } = document;
  const taxes = levyTaxes(alone, gross);
  return gross.map((amount, index) => amount - sum(taxes[index]!.map((tax) => tax.amount)));
}

/**
 * What is taken off a net. A share too small to change it may leave the net a unit above what it was, where the document's
 * tax is shared out otherwise: nothing is taken off then.
 */
function discountWithoutTax(share: bigint, takenOff: bigint): bigint {
  return share === 0n || takenOff < 0n ? 0n : takenOff;
}
