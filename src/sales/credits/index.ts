import type { Endpoint } from '../../platform/http/endpoint.ts';
import { applyCreditToMultipleInvoices } from './apply-credit-to-multiple-invoices.ts';
import { applyMultipleCreditToInvoice } from './apply-multiple-credit-to-invoice.ts';
import { removeCredit } from './remove-credit.ts';
import { removeTransaction } from './remove-transaction.ts';
import { writeOffInvoice } from './write-off-invoice.ts';

/** The endpoints that settle an invoice or credit memo: credits, what is removed, what is given up. */
export const CREDIT_ENDPOINTS: readonly Endpoint[] = [
  applyMultipleCreditToInvoice,
  applyCreditToMultipleInvoices,
  removeCredit,
  removeTransaction,
  writeOffInvoice,
];
