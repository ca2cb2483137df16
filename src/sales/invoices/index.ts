import type { Endpoint } from '../../platform/http/endpoint.ts';
import { acceptOffer } from './accept-offer.ts';
import { approveInvoice } from './approve-invoice.ts';
import { convertOffer } from './convert-offer.ts';
import { createInvoice } from './create-invoice.ts';
import { declineOffer } from './decline-offer.ts';
import { deleteInvoice } from './delete-invoice.ts';
import { getInvoice } from './get-invoice.ts';
import { listInvoiceAuditLog } from './list-invoice-audit-log.ts';
import { listInvoices } from './list-invoices.ts';
import { updateInvoice } from './update-invoice.ts';
import { voidInvoice } from './void-invoice.ts';

export { dueAfter } from './draft-invoice.ts';
export { INVOICE_EXAMPLE } from './invoice.examples.ts';
export { amountDueOf, type Invoice, type InvoiceType, isOffer } from './invoice.ts';
export { loadInvoices } from './invoices.store.ts';
export { makeDueInvoices, RECURRING_INVOICE_ENDPOINTS } from './recurring/index.ts';
export { repostDocuments } from './repost-documents.ts';

/** The endpoints of invoices, quotes, estimates and credit memos. */
export const INVOICE_ENDPOINTS: readonly Endpoint[] = [
  createInvoice,
  listInvoices,
  getInvoice,
  listInvoiceAuditLog,
  updateInvoice,
  approveInvoice,
  voidInvoice,
  deleteInvoice,
  acceptOffer,
  declineOffer,
  convertOffer,
];
