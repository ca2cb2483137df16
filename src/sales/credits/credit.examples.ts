import { INVOICE_EXAMPLE } from '../invoices/invoice.examples.ts';
import type { InvoiceRecord } from '../invoices/invoice.schema.ts';
import { PAYMENT_EXAMPLE } from '../payments/payment.examples.ts';

const MEMO = '0197f1d8-4c30-7a53-9d7f-8e9f0a1b2c3d';
const SETTLED_AT = '2026-07-15T11:30:00.000Z';

export const APPLY_MULTIPLE_EXAMPLE = {
  creditMemos: [{ id: MEMO, amount: 5 }],
  date: '2026-07-15',
};

const PARTIAL = { status: 'partial', paymentStatus: 'partial', updatedAt: SETTLED_AT } as const;

/** The invoice, with a credit memo applied to it. */
export const CREDITED_INVOICE_EXAMPLE: InvoiceRecord = {
  ...INVOICE_EXAMPLE,
  ...PARTIAL,
  paidAmount: '5.00',
  amountDue: '245.00',
  credits: [{ id: MEMO, uuid: MEMO, invoiceNumber: 'CM-000001', date: '2026-07-15', amount: '5.00' }],
};

export const APPLY_TO_MULTIPLE_EXAMPLE = {
  invoices: [{ id: INVOICE_EXAMPLE.uuid, amount: 5 }],
  date: '2026-07-15',
};

/** The memo, most of it left. */
export const APPLIED_MEMO_EXAMPLE: InvoiceRecord = {
  ...INVOICE_EXAMPLE,
  ...PARTIAL,
  id: MEMO,
  uuid: MEMO,
  invoiceNumber: 'CM-000001',
  invoiceType: 'memo',
  products: INVOICE_EXAMPLE.products.map((line) => ({
    ...line,
    price: 100,
    unitPrice: 100,
    subtotal: '100.00',
    total: '100.00',
  })),
  subtotal: '100.00',
  total: '100.00',
  paidAmount: '5.00',
  amountDue: '95.00',
  credits: [
    {
      id: INVOICE_EXAMPLE.id,
      uuid: INVOICE_EXAMPLE.uuid,
      invoiceNumber: INVOICE_EXAMPLE.invoiceNumber,
      date: '2026-07-15',
      amount: '5.00',
    },
  ],
};

export const REMOVE_CREDIT_EXAMPLE = { memoId: MEMO };

export const REMOVE_TRANSACTION_EXAMPLE = { transactionId: PAYMENT_EXAMPLE.uuid };

/** All of the invoice is due again. */
export const REOPENED_INVOICE_EXAMPLE: InvoiceRecord = { ...INVOICE_EXAMPLE, updatedAt: SETTLED_AT };

export const WRITE_OFF_EXAMPLE = { date: '2026-07-15', notes: 'Moved away, no new address.' };

const WRITE_OFF = '0197f1d9-5d40-7b64-8e80-9fa0b1c2d3e4';

/** The invoice, given up. */
export const WRITTEN_OFF_EXAMPLE: InvoiceRecord = {
  ...INVOICE_EXAMPLE,
  status: 'paid',
  paymentStatus: 'paid',
  paidAmount: '250.00',
  amountDue: '0.00',
  payments: [
    {
      id: WRITE_OFF,
      uuid: WRITE_OFF,
      kind: 'write_off',
      method: null,
      reference: null,
      date: '2026-07-15',
      amount: '250.00',
    },
  ],
  updatedAt: SETTLED_AT,
};
