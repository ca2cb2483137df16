import { type CalculationStep, computeDocument, explainDocument } from '../../ledger/taxes/index.ts';
import type { Invoice } from './invoice.ts';

/**
 * How the amounts of a document came about, from nothing but what it says itself: its own copy of prices, discounts and
 * taxes, so that it is the same whatever became of its masters.
 *
 * @throws Error where the document does not say what it comes to
 */
export function explainInvoice(invoice: Invoice): CalculationStep[] {
  const document = {
    currency: invoice.currency,
    taxRounding: invoice.taxRounding,
    discount: invoice.discountGiven,
    lines: invoice.lines.map(({ quantity, price, discountGiven, taxes }) => ({
      quantity,
      price,
      discount: discountGiven,
      taxes,
    })),
  };
  const computed = computeDocument(document);
  if (computed.total !== invoice.total || computed.tax !== invoice.tax)
    throw new Error(`${invoice.id} says ${invoice.total} and comes to ${computed.total}`);
  return explainDocument(document, computed, 'products');
}
