import { type ApiError, fieldError, invalidFields } from '../../errors.ts';
import type { Invoice } from './invoice.ts';

/** A document as an error names it: clients look for the word invoice, whatever its type (reference 3). */
export function nameOf({ invoiceType, invoiceNumber }: Invoice): string {
  return invoiceType === 'invoice' ? `invoice ${invoiceNumber}` : `${invoiceType} invoice ${invoiceNumber}`;
}

/**
 * The refusal of what the state of a document forbids.
 *
 * @param predicate the rest of the sentence that begins with the field, without the full stop
 * @param field what names the document; the id of the path where left out
 */
export function stateError(predicate: string, field = 'id'): ApiError {
  return invalidFields([fieldError(field, 'INVALID_DOCUMENT_STATE', predicate)]);
}

/** What stands in the way of drafts only: how an approved or void document is called. */
export function standingOf(invoice: Invoice): string {
  return invoice.voidDate === null ? 'already approved' : 'void';
}
