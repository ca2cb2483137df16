import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { toChangedInvoice } from './changed-invoice.ts';
import { nameOf, stateError } from './document-state.ts';
import type { InvoiceRecord } from './invoice.schema.ts';
import { isOffer } from './invoice.ts';
import { statusOf } from './invoice-status.ts';
import { type LoadedInvoice, loadInvoices } from './invoices.store.ts';
import { lockInvoice } from './lock-invoice.ts';

/** How the customer may answer a quote or estimate. */
export type OfferAnswer = 'accepted' | 'declined';

/** Refuses what is no quote or estimate, or is not approved, void or converted. Throws ApiError INVALID_DOCUMENT_STATE. */
export function refuseUnlessOffer({ invoice }: LoadedInvoice): void {
  const name = nameOf(invoice);
  if (!isOffer(invoice.invoiceType)) throw stateError(`must be of a quote or estimate: ${name} is neither`);
  if (invoice.isDraft) throw stateError(`is invalid here: the ${name} must be approved first; it is a draft`);
  if (invoice.voidDate !== null) throw stateError(`is invalid here: the ${name} is void`);
  if (invoice.convertedToId !== null)
    throw stateError(`is invalid here: the ${name} was converted to an invoice before`);
}

/**
 * Notes what the customer said to a quote or estimate. Said again it changes nothing; the other answer replaces it until
 * the document is converted, since customers change their minds. What has expired can be declined, not accepted.
 *
 * @throws ApiError INVALID_DOCUMENT_STATE
 */
export async function answerOffer(
  transaction: Transaction,
  id: string,
  answer: OfferAnswer,
): Promise<DoneChange<InvoiceRecord>> {
  const before = await lockInvoice(transaction, id);
  refuseUnlessOffer(before);
  if (answer === 'accepted' && statusOf(before.invoice, before.today) === 'expired') {
    const { dueDate } = before.invoice;
    throw stateError(`is invalid here: the ${nameOf(before.invoice)} expired after ${dueDate}`);
  }
  const isNew = before.invoice.answer !== answer;
  if (isNew) {
    await transaction.query(
      `UPDATE invoice SET answer = $3, answered_at = clock_timestamp(), updated_at = clock_timestamp()
        WHERE workspace_id = $1 AND id = $2`,
      [transaction.workspaceId, id, answer],
    );
  }
  const [after] = await loadInvoices(transaction, [id]);
  const record = toChangedInvoice(answer, before, after!);
  return { data: record.document as InvoiceRecord, records: isNew ? [record] : [] };
}
