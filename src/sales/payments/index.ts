import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createPayment } from './create-payment.ts';
import { deletePayment } from './delete-payment.ts';
import { getPayment } from './get-payment.ts';

/** The endpoints of payments, refunds and write-offs. */
export const PAYMENT_ENDPOINTS: readonly Endpoint[] = [createPayment, getPayment, deletePayment];
