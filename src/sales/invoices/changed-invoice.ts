import type { ChangedRecord } from '../../platform/change/change.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import { toInvoiceRecord } from './invoice-record.ts';
import type { LoadedInvoice } from './invoices.store.ts';

/**
 * What the audit log and the event say of a document that came into another state.
 *
 * @param action what was done to it, as the audit log names it
 */
export function toChangedInvoice(action: string, before: LoadedInvoice, after: LoadedInvoice): ChangedRecord {
  const document = toInvoiceRecord(after.invoice, after.today);
  return {
    entity: 'invoice',
    entityId: after.invoice.id,
    action,
    event: 'invoice.updated',
    document,
    changes: changesBetween(toInvoiceRecord(before.invoice, before.today), document),
  };
}
