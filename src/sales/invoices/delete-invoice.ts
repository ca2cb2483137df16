import type { ChangedRecord } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { toChangedInvoice } from './changed-invoice.ts';
import { nameOf, standingOf, stateError } from './document-state.ts';
import { DELETED_INVOICE_EXAMPLE } from './invoice.examples.ts';
import { toInvoiceRecord } from './invoice-record.ts';
import { loadInvoices } from './invoices.store.ts';
import { lockInvoice } from './lock-invoice.ts';
import { dropSchedule } from './recurring/drop-schedule.ts';
import { registerNumber } from './register-number.ts';

export const deleteInvoice = defineEndpoint({
  method: 'DELETE',
  path: '/partners/invoices/{id}',
  operationId: 'deleteInvoice',
  tag: 'Invoices',
  summary: 'Delete Invoice',
  description: `Deletes a draft. Its number is free again for whoever asks for it by name; the workspace itself does not
allot it a second time, and keeps on record who deleted it. A schedule that it was created with goes with it, unless that was
resumed already. An approved document is never deleted:
[make it void](/docs/invoices/void-invoice).`,
  access: 'partner',
  params: idParams('id', 'The UUID of the document.'),
  status: 200,
  message: 'Invoice deleted successfully.',
  data: deletedSchema('document'),
  notFound: 'INVOICE_NOT_FOUND',
  errors: ['INVALID_DOCUMENT_STATE'],
  examples: { data: DELETED_INVOICE_EXAMPLE },
  handle({ params, caller, change }) {
    return change(async (transaction) => {
      const { invoice, today } = await lockInvoice(transaction, params.id);
      if (!invoice.isDraft) {
        const way = invoice.voidDate === null ? '; it can be made void instead' : '';
        throw stateError(`must be of a draft: the ${nameOf(invoice)} is ${standingOf(invoice)}${way}`);
      }
      await transaction.query(
        `UPDATE invoice SET deleted_at = clock_timestamp(), updated_at = clock_timestamp()
          WHERE workspace_id = $1 AND id = $2`,
        [transaction.workspaceId, invoice.id],
      );
      await registerNumber(transaction, invoice, 'deleted', caller.personId);
      const document = toInvoiceRecord(invoice, today);
      const deleted = { entity: 'invoice', entityId: invoice.id, action: 'deleted', document };
      const offer = await reopenOffer(transaction, invoice.convertedFromId);
      const schedule = await dropSchedule(transaction, invoice);
      return { data: deletedAnswer(invoice.id), records: [deleted, ...offer, ...schedule] };
    });
  },
});

/** The quote or estimate that the draft was made of can be converted again. */
async function reopenOffer(transaction: Transaction, offerId: string | null): Promise<ChangedRecord[]> {
  if (offerId === null) return [];
  const [before] = await loadInvoices(transaction, [offerId]);
  await transaction.query(
    `UPDATE invoice SET converted_to_id = NULL, updated_at = clock_timestamp()
      WHERE workspace_id = $1 AND id = $2`,
    [transaction.workspaceId, offerId],
  );
  const [after] = await loadInvoices(transaction, [offerId]);
  return before && after ? [toChangedInvoice('reopened', before, after)] : [];
}
