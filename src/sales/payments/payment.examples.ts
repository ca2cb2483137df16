import type { z } from 'zod';
import { CUSTOMER_EXAMPLE } from '../customers/index.ts';
import { INVOICE_EXAMPLE } from '../invoices/invoice.examples.ts';
import type { createPaymentBody, createRefundBody, PaymentRecord } from './payment.schema.ts';

const PAYMENT = '0197f0c4-2a10-7e31-9b5d-6c7d8e9f0a1b';
const UNDEPOSITED_FUNDS = '0197e1c2-4b00-7a11-8d2c-1e3f5a7b9c0d';

/** A check that pays an invoice in part. */
export const CREATE_PAYMENT_EXAMPLE: z.input<typeof createPaymentBody> = {
  customerUuid: CUSTOMER_EXAMPLE.uuid,
  date: '2026-07-10',
  amount: 100,
  invoices: [{ id: INVOICE_EXAMPLE.uuid, amount: 100 }],
  method: 'check',
  reference: '1042',
};

/** What that is answered with. */
export const PAYMENT_EXAMPLE: PaymentRecord = {
  id: PAYMENT,
  uuid: PAYMENT,
  kind: 'payment',
  customerUuid: CUSTOMER_EXAMPLE.uuid,
  customer: { id: CUSTOMER_EXAMPLE.id, uuid: CUSTOMER_EXAMPLE.uuid, customer: CUSTOMER_EXAMPLE.customer },
  date: '2026-07-10',
  currency: 'USD',
  exchangeRate: '1',
  exchangeRateDate: null,
  exchangeRateSource: null,
  amount: '100.00',
  baseAmount: '100.00',
  currencyGain: '0.00',
  bankFee: '0.00',
  taxWithheld: '0.00',
  netAmount: '100.00',
  appliedAmount: '100.00',
  onAccountAmount: '0.00',
  accountUuid: UNDEPOSITED_FUNDS,
  account: { id: UNDEPOSITED_FUNDS, uuid: UNDEPOSITED_FUNDS, name: 'Undeposited Funds' },
  method: 'check',
  reference: '1042',
  notes: null,
  invoices: [
    {
      id: INVOICE_EXAMPLE.id,
      uuid: INVOICE_EXAMPLE.uuid,
      invoiceNumber: INVOICE_EXAMPLE.invoiceNumber,
      invoiceType: 'invoice',
      date: '2026-07-10',
      amount: '100.00',
    },
  ],
  payments: [],
  createdAt: '2026-07-10T09:12:44.310Z',
  updatedAt: '2026-07-10T09:12:44.310Z',
};

/** What a deletion is answered with. */
export const DELETED_PAYMENT_EXAMPLE = { id: PAYMENT, uuid: PAYMENT, deleted: true };

/** What is left on account goes to the same invoice, later. */
export const APPLY_PAYMENT_EXAMPLE = {
  invoices: [{ id: INVOICE_EXAMPLE.uuid, amount: 5 }],
  date: '2026-07-20',
};

/** What that is answered with. */
export const APPLIED_PAYMENT_EXAMPLE: PaymentRecord = {
  ...PAYMENT_EXAMPLE,
  amount: '25.00',
  baseAmount: '25.00',
  netAmount: '25.00',
  appliedAmount: '5.00',
  onAccountAmount: '20.00',
  invoices: [{ ...PAYMENT_EXAMPLE.invoices[0]!, date: '2026-07-20', amount: '5.00' }],
  updatedAt: '2026-07-20T15:01:02.003Z',
};

export const UNAPPLY_PAYMENT_EXAMPLE = { invoices: [{ id: INVOICE_EXAMPLE.uuid }] };

/** The money is on account again. */
export const UNAPPLIED_PAYMENT_EXAMPLE: PaymentRecord = {
  ...APPLIED_PAYMENT_EXAMPLE,
  appliedAmount: '0.00',
  onAccountAmount: '25.00',
  invoices: [],
  updatedAt: '2026-07-21T08:00:00.000Z',
};

const REFUND = '0197f5e8-3b20-7f42-8c6e-7d8e9f0a1b2c';

/** Money on account goes back to the customer. */
export const CREATE_REFUND_EXAMPLE: z.input<typeof createRefundBody> = {
  paymentUuid: PAYMENT,
  date: '2026-07-22',
  amount: 5,
  method: 'transfer',
  reference: 'RF-7',
};

/** What that is answered with. */
export const REFUND_EXAMPLE: PaymentRecord = {
  ...PAYMENT_EXAMPLE,
  id: REFUND,
  uuid: REFUND,
  kind: 'refund',
  date: '2026-07-22',
  amount: '5.00',
  baseAmount: '5.00',
  netAmount: '5.00',
  appliedAmount: '5.00',
  method: 'transfer',
  reference: 'RF-7',
  invoices: [],
  payments: [{ id: PAYMENT, uuid: PAYMENT, kind: 'payment', date: '2026-07-22', amount: '5.00' }],
  createdAt: '2026-07-22T10:20:30.400Z',
  updatedAt: '2026-07-22T10:20:30.400Z',
};
