import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createInvoice } from './create-invoice.ts';
import { getInvoice } from './get-invoice.ts';
import { listInvoices } from './list-invoices.ts';

/** The endpoints of invoices, quotes, estimates and credit memos. */
export const INVOICE_ENDPOINTS: readonly Endpoint[] = [createInvoice, listInvoices, getInvoice];
