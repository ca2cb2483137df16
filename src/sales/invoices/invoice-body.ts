import type { InvoiceBody } from './invoice.schema.ts';
import type { Invoice } from './invoice.ts';

/**
 * The body that would create a document as it stands: what an update is laid over, and what an approval or a conversion
 * composes anew. Its taxes are named, so that none is added by product or customer.
 */
export function toInvoiceBody(invoice: Invoice): InvoiceBody {
  return {
    customerUuid: invoice.customer.id,
    invoiceNumber: invoice.invoiceNumber,
    date: invoice.date,
    dueDate: invoice.dueDate,
    isDraft: invoice.isDraft,
    invoiceType: invoice.invoiceType,
    notes: invoice.notes,
    currency: invoice.currency,
    taxMode: invoice.taxMode,
    products: invoice.lines.map((line) => ({
      productUuid: line.product.id,
      description: line.description,
      quantity: line.quantity,
      price: line.price,
      taxes: line.taxes.map(({ id }) => id),
      discount: line.discountGiven.value,
      discountType: line.discountGiven.type,
    })),
    tagUuids: invoice.tags.map(({ id }) => id),
    discount: invoice.discountGiven.value,
    discountType: invoice.discountGiven.type,
    discountDescription: invoice.discountDescription,
  };
}
