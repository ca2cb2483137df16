import { z } from 'zod';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { toChangedInvoice } from '../invoices/changed-invoice.ts';
import { nameOf, stateError } from '../invoices/document-state.ts';
import { INVOICE_EXAMPLE, loadInvoices } from '../invoices/index.ts';
import { type InvoiceRecord, invoiceSchema } from '../invoices/invoice.schema.ts';
import { toInvoiceRecord } from '../invoices/invoice-record.ts';
import { lockInvoice } from '../invoices/lock-invoice.ts';
import { scheduleReminders } from './reminder-rules.store.ts';
import { storePaused } from './reminders.store.ts';

export const pauseReminders = defineEndpoint({
  method: 'PATCH',
  path: '/partners/invoices/{id}/reminders',
  operationId: 'pauseInvoiceReminders',
  tag: 'Reminders',
  summary: 'Pause Invoice Reminders',
  description: `Leaves an invoice out of what reminder rules send, or takes it in again. Days that passed while it was paused are
left out. Where nothing changes, nothing is recorded.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the invoice.'),
  body: z.object({
    paused: z.boolean().describe('`true`: no rule sends a reminder of it; `false`: they do, from today on.'),
  }),
  status: 200,
  message: 'Reminders of the invoice updated successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: ['INVALID_DOCUMENT_STATE'],
  examples: {
    params: { id: INVOICE_EXAMPLE.uuid },
    body: { paused: true },
    data: { ...INVOICE_EXAMPLE, remindersPaused: true, updatedAt: '2026-07-01T14:30:00.000Z' },
  },
  handle({ params, body, change }) {
    return change((transaction) => setPaused(transaction, params.id, body.paused));
  },
});

async function setPaused(
  transaction: Transaction,
  id: string,
  paused: boolean,
): Promise<DoneChange<InvoiceRecord>> {
  const before = await lockInvoice(transaction, id);
  const { invoice, today } = before;
  if (invoice.invoiceType !== 'invoice')
    throw stateError(`is invalid here: the ${nameOf(invoice)} is not due, so nobody is reminded of it`);
  if (invoice.remindersPaused === paused) return { data: toInvoiceRecord(invoice, today), records: [] };
  await storePaused(transaction, id, paused, today);
  await scheduleReminders(transaction);
  const [after] = await loadInvoices(transaction, [id]);
  const record = toChangedInvoice(paused ? 'reminders_paused' : 'reminders_resumed', before, after!);
  return { data: record.document as InvoiceRecord, records: [record] };
}
