import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { date, idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { undoPayment } from '../settlements/undo-payment.ts';
import { DELETED_PAYMENT_EXAMPLE } from './payment.examples.ts';

export const deletePayment = defineEndpoint({
  method: 'DELETE',
  path: '/partners/payments/{id}',
  operationId: 'deletePayment',
  tag: 'Payments',
  summary: 'Delete Payment',
  description: `Undoes a payment, refund or write-off: what it posted is reversed in both books, and what it settled is
open again. The journal keeps both the entry and its reversal. A payment of which money was paid back is undone after its refund.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the payment, refund or write-off.'),
  query: z.object({
    date: date()
      .optional()
      .describe('The accounting date of the reversal, on or after the payment’s, which it is when left out.'),
  }),
  status: 200,
  message: 'Payment deleted successfully.',
  data: deletedSchema('payment'),
  notFound: 'PAYMENT_NOT_FOUND',
  errors: ['INVALID_PAYMENT_STATE', 'PERIOD_CLOSED', 'BEFORE_CUTOVER'],
  examples: { data: DELETED_PAYMENT_EXAMPLE },
  handle({ params, query, caller, raw, change }) {
    return change(async (transaction) => {
      const { records, posting } = await undoPayment(transaction, params.id, query.date, { caller, raw });
      return { data: deletedAnswer(params.id), records, posting };
    });
  },
});
