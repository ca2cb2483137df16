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
    ...(invoice.appliedToInvoiceId === null ? {} : { taxTotals: taxTotalsOf(invoice) }),
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

/** Of a memo that names an invoice each tax follows from what was credited before it, which it does not say itself. */
function taxTotalsOf({ lines }: Invoice): ReadonlyMap<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { id, amount } of lines.flatMap(({ taxes }) => taxes))
    totals.set(id, (totals.get(id) ?? 0n) + amount);
  return totals;
}
