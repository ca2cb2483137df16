import type { Endpoint } from '../../platform/http/endpoint.ts';
import { applyPayment } from './apply-payment.ts';
import { createPayment } from './create-payment.ts';
import { createRefund } from './create-refund.ts';
import { deletePayment } from './delete-payment.ts';
import { getPayment } from './get-payment.ts';
import { listPayments } from './list-payments.ts';
import { unapplyPayment } from './unapply-payment.ts';

/** The endpoints of payments, refunds and write-offs. */
export const PAYMENT_ENDPOINTS: readonly Endpoint[] = [
  createPayment,
  listPayments,
  getPayment,
  applyPayment,
  unapplyPayment,
  deletePayment,
  createRefund,
];
