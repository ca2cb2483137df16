import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { type InvoiceRecord, invoiceSchema } from '../invoices/invoice.schema.ts';
import { documentId } from '../payments/payment.schema.ts';
import { findUnfitRemoval, reverseAllocation } from '../settlements/removal.ts';
import { refuse } from '../settlements/rules.ts';
import { openScene } from '../settlements/scene.ts';
import { settleDocuments } from '../settlements/settle-documents.ts';
import type { SettlementOrigin } from '../settlements/settlement-entries.ts';
import { undoPayment } from '../settlements/undo-payment.ts';
import { REMOVE_TRANSACTION_EXAMPLE, REOPENED_INVOICE_EXAMPLE } from './credit.examples.ts';
import { removingDate } from './credit.schema.ts';

export const removeTransaction = defineEndpoint({
  method: 'PATCH',
  path: '/partners/invoices/{id}/remove-transaction',
  operationId: 'removeTransaction',
  tag: 'Invoices',
  summary: 'Remove Transaction',
  description: `Takes a payment off an invoice: what it paid is due again, and the money stays on the customer’s account. A
write-off, or the refund of a credit memo, is undone by it. Answers the document.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the invoice or credit memo.'),
  body: z.object({
    transactionId: documentId().describe('The UUID of the payment, write-off or refund.'),
    withCaution: z
      .boolean()
      .nullish()
      .describe(
        'Also where the payment is reconciled. Nothing is reconciled yet, so that it changes nothing.',
      ),
    date: removingDate(),
  }),
  status: 200,
  message: 'Transaction removed successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: ['NOT_APPLIED', 'PERIOD_CLOSED', 'BEFORE_CUTOVER'],
  examples: { body: REMOVE_TRANSACTION_EXAMPLE, data: REOPENED_INVOICE_EXAMPLE },
  handle({ params, body, caller, raw, change }) {
    const wish = { id: params.id, paymentId: body.transactionId, day: body.date ?? undefined };
    return change((transaction) => remove(transaction, wish, { caller, raw }));
  },
});

async function remove(
  transaction: Transaction,
  { id, paymentId, day }: { id: string; paymentId: string; day: string | undefined },
  origin: SettlementOrigin,
): Promise<DoneChange<InvoiceRecord>> {
  const scene = await openScene(transaction, { paymentIds: [paymentId], documentIds: [id] });
  const document = scene.documents.get(id)?.invoice;
  if (!document) throw new ApiError('INVOICE_NOT_FOUND');
  const removed = document.settlements.filter(({ itemId }) => itemId === paymentId);
  const payment = scene.payments.get(paymentId);
  if (removed.length === 0 || !payment) throw new ApiError('NOT_APPLIED');
  refuse(findUnfitRemoval(day, removed, scene.books));
  const done =
    payment.kind === 'payment'
      ? await settleDocuments(
          transaction,
          scene,
          {
            allocations: removed.map((one) => reverseAllocation(one, paymentId, id, day)),
            action: 'payment_removed',
          },
          origin,
        )
      : await undoPayment(transaction, paymentId, day, origin);
  return { data: done.invoices.get(id)!, records: done.records, posting: done.posting };
}
