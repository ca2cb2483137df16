import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { PAYMENT_EXAMPLE } from './payment.examples.ts';
import { paymentSchema } from './payment.schema.ts';
import { toPaymentRecord } from './payment-record.ts';
import { loadPayments } from './payments.store.ts';

export const getPayment = defineEndpoint({
  method: 'GET',
  path: '/partners/payments/{id}',
  operationId: 'getPayment',
  tag: 'Payments',
  summary: 'Get Payment',
  description: 'One payment, refund or write-off, with the documents that it is applied to.',
  access: 'partner',
  params: idParams('id', 'The UUID of the payment, refund or write-off.'),
  status: 200,
  message: 'Payment retrieved successfully.',
  data: paymentSchema,
  notFound: 'PAYMENT_NOT_FOUND',
  errors: [],
  examples: { data: PAYMENT_EXAMPLE },
  async handle({ params, read }) {
    const [payment] = await read((transaction) => loadPayments(transaction, [params.id]));
    if (!payment) throw new ApiError('PAYMENT_NOT_FOUND');
    return { data: toPaymentRecord(payment) };
  },
});
