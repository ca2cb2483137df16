import { z } from 'zod';
import { readWhen, refuseChangedSince } from '../../platform/http/changed-since.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { authorOf, composeInvoice } from './compose-invoice.ts';
import { nameOf, standingOf, stateError } from './document-state.ts';
import { APPROVED_INVOICE_EXAMPLE } from './invoice.examples.ts';
import { invoiceSchema } from './invoice.schema.ts';
import type { Invoice } from './invoice.ts';
import { COMPOSITION_ERRORS } from './invoice-body.schema.ts';
import { toInvoiceBody } from './invoice-body.ts';
import { loadReferences } from './invoice-references.ts';
import { lockInvoice } from './lock-invoice.ts';
import { startSchedule } from './recurring/start-schedule.ts';

const approveBody = z.object({ updatedAt: readWhen() });

export const approveInvoice = defineEndpoint({
  method: 'PATCH',
  path: '/partners/invoices/{id}/approve',
  operationId: 'approveInvoice',
  tag: 'Invoices',
  summary: 'Approve Invoice',
  description: `Approves a draft: an invoice is posted to the books, and from then on the document says what it says
now, whatever becomes of its customer and products. There is no way back to a draft; an approved document can be
[made void](/docs/invoices/void-invoice).

From the [four-eyes limit](/docs/guides/closing-the-books#a-second-person) of the workspace on, whoever wrote or changed an
invoice does not approve it. Send the \`updatedAt\` of what you have looked at, so that nothing else is approved.

A credit memo leaves its draft by [Update Invoice](/docs/invoices/update-invoice) with \`isDraft: false\`. The taxes are
computed anew, at the rates that they have now.

Where the draft was created with a \`recurrencePattern\`, its schedule begins with the approval.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the document.'),
  body: approveBody,
  status: 200,
  message: 'Invoice approved successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: ['INVALID_DOCUMENT_STATE', ...COMPOSITION_ERRORS, 'SECOND_PERSON_NEEDED', 'CHANGED_SINCE'],
  examples: { body: {}, data: APPROVED_INVOICE_EXAMPLE },
  handle({ params, body: { updatedAt }, caller, raw, change }) {
    return change(async (transaction) => {
      const { invoice: before } = await lockInvoice(transaction, params.id);
      refuseUnlessApprovable(before);
      refuseChangedSince(updatedAt, before.updatedAt);
      const body = { ...toInvoiceBody(before), isDraft: false };
      const references = await loadReferences(transaction, body, { isStored: true });
      const author = authorOf(caller, raw);
      const done = composeInvoice({
        body,
        references,
        author,
        before,
        strict: false,
        keepsLines: true,
        keepsWords: true,
      });
      return { ...done, records: [...done.records, ...(await startSchedule(transaction, before))] };
    });
  },
});

function refuseUnlessApprovable(invoice: Invoice): void {
  if (!invoice.isDraft)
    throw stateError(`must be of a draft: the ${nameOf(invoice)} is ${standingOf(invoice)}`);
  if (invoice.invoiceType === 'memo') {
    const way = 'a memo leaves its draft by an update with `isDraft` false';
    throw stateError(`is invalid here: the ${nameOf(invoice)} is a draft, and ${way}`);
  }
}
