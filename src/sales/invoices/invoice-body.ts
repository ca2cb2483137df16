import { type FieldError, fieldError } from '../../errors.ts';
import { ONLY_MEMOS_CREDIT } from './credit-body.schema.ts';
import { readBackDiscount, saysDiscount } from './given-discount.ts';
import type { Invoice } from './invoice.ts';
import {
  DOCUMENT_RULES,
  type InvoiceBody,
  type noRecurrenceFields,
  type UpdateInvoiceBody,
} from './invoice-body.schema.ts';

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
    currency: invoice.currency === invoice.baseCurrency ? null : invoice.currency,
    // A rate of the table is looked up anew, as taxes are.
    exchangeRate: invoice.exchangeRateSource === 'given' ? invoice.exchangeRate : null,
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
    appliedToInvoiceUuid: invoice.appliedToInvoiceId,
  };
}

/** What may not be empty keeps its value where a client sends null. */
const NEVER_EMPTY = new Set(['invoiceNumber', 'isDraft', 'invoiceType', 'currency']);

/**
 * A body with the changes of an update laid over it. A discount without a type is an amount, as on creation, and not of the
 * type that an earlier discount had. With another currency the rate of the earlier one is gone.
 */
export function overlayBody(
  body: InvoiceBody,
  changes: Omit<Partial<UpdateInvoiceBody>, keyof typeof noRecurrenceFields>,
): InvoiceBody {
  const said = Object.entries(changes).filter(([field, value]) => value !== null || !NEVER_EMPTY.has(field));
  const discount = saysDiscount(changes) ? { discount: null, discountType: null } : {};
  const isExchanged = changes.currency != null && changes.currency !== body.currency;
  const exchangeRate = isExchanged ? { exchangeRate: null } : {};
  return { ...body, ...discount, ...exchangeRate, ...Object.fromEntries(said) };
}

/** The changes of an update that sends back what was answered: discounts that are told twice are read once. */
export function readBack(changes: Partial<UpdateInvoiceBody>, before: Invoice): Partial<UpdateInvoiceBody> {
  const { currency, lines } = before;
  const { products } = changes;
  const read = readBackDiscount(changes, before, currency);
  if (products === undefined) return read;
  const lineOf = ({ productUuid, uuid }: InvoiceBody['products'][number]) =>
    productUuid ? lines.find(({ id }) => id === uuid) : undefined;
  return { ...read, products: products.map((line) => readBackDiscount(line, lineOf(line), currency)) };
}

/** The rules across fields, of what the document comes to: what is given may not fit what stays. */
export function findBrokenDocumentRules(body: InvoiceBody): FieldError[] {
  return [...DOCUMENT_RULES, ONLY_MEMOS_CREDIT]
    .filter(({ holds }) => !holds({ ...body }))
    .map(({ path, code, message }) => fieldError(path, code, message));
}
