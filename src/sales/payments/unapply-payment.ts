import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { date, idParams } from '../../platform/http/fields.ts';
import { findUnfitRemoval, reverseAllocation } from '../settlements/removal.ts';
import { findNoPayment, refuse } from '../settlements/rules.ts';
import { openScene } from '../settlements/scene.ts';
import { settleDocuments } from '../settlements/settle-documents.ts';
import { UNAPPLIED_PAYMENT_EXAMPLE, UNAPPLY_PAYMENT_EXAMPLE } from './payment.examples.ts';
import { documentId, MOST_DOCUMENTS, paymentSchema } from './payment.schema.ts';

export const unapplyPayment = defineEndpoint({
  method: 'PATCH',
  path: '/partners/payments/{id}/unapply',
  operationId: 'unapplyPayment',
  tag: 'Payments',
  summary: 'Unapply Payment',
  description: `Takes a payment off invoices again: they are open as before, and the money stays on account. Without a
list it is taken off all of them. To undo the payment itself, [delete](/docs/payments/delete-payment) it.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the payment.'),
  body: z.object({
    invoices: z
      .array(z.object({ id: documentId().describe('The UUID of the invoice.') }))
      .max(MOST_DOCUMENTS)
      .nullish()
      .describe('The invoices; all that the payment is applied to when left out.'),
    date: date()
      .nullish()
      .describe('The accounting date, on or after that of the allocation, which it is when left out.'),
  }),
  status: 200,
  message: 'Payment unapplied successfully.',
  data: paymentSchema,
  notFound: 'PAYMENT_NOT_FOUND',
  errors: ['NOT_APPLIED', 'INVALID_PAYMENT_STATE', 'PERIOD_CLOSED', 'BEFORE_CUTOVER'],
  examples: { body: UNAPPLY_PAYMENT_EXAMPLE, data: UNAPPLIED_PAYMENT_EXAMPLE },
  handle({ params, body, caller, raw, change }) {
    return change(async (transaction) => {
      const scene = await openScene(transaction, { paymentIds: [params.id], withApplied: true });
      const payment = scene.payments.get(params.id);
      if (!payment) throw new ApiError('PAYMENT_NOT_FOUND');
      refuse(findNoPayment('id', payment));
      const applied = payment.allocations.filter(({ kind }) => kind === 'invoice');
      const wanted = body.invoices ? new Set(body.invoices.map(({ id }) => id)) : undefined;
      const removed = applied.filter(({ itemId }) => wanted === undefined || wanted.has(itemId));
      const known = new Set(removed.map(({ itemId }) => itemId));
      if (removed.length === 0 || [...(wanted ?? [])].some((id) => !known.has(id)))
        throw new ApiError('NOT_APPLIED');
      const day = body.date ?? undefined;
      refuse(findUnfitRemoval(day, removed, scene.books));
      const allocations = removed.map((one) => reverseAllocation(one, payment.id, one.itemId, day));
      const settlement = { allocations, action: 'payment_removed' };
      const done = await settleDocuments(transaction, scene, settlement, { caller, raw });
      return { data: done.payments.get(payment.id)!, records: done.records, posting: done.posting };
    });
  },
});
