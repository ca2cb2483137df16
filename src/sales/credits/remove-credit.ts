import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { invoiceSchema } from '../invoices/invoice.schema.ts';
import { documentId } from '../payments/payment.schema.ts';
import { findUnfitRemoval, reverseAllocation } from '../settlements/removal.ts';
import { refuse } from '../settlements/rules.ts';
import { openScene } from '../settlements/scene.ts';
import { settleDocuments } from '../settlements/settle-documents.ts';
import { REMOVE_CREDIT_EXAMPLE, REOPENED_INVOICE_EXAMPLE } from './credit.examples.ts';
import { removingDate } from './credit.schema.ts';

export const removeCredit = defineEndpoint({
  method: 'PATCH',
  path: '/partners/invoices/{id}/remove-credit',
  operationId: 'removeCredit',
  tag: 'Invoices',
  summary: 'Remove Credit',
  description:
    'Takes a credit memo off an invoice again: what it credited is due as before, and left of the memo. Answers the invoice.',
  access: 'partner',
  params: idParams('id', 'The UUID of the invoice.'),
  body: z.object({
    memoId: documentId().describe('The UUID of the credit memo.'),
    date: removingDate(),
  }),
  status: 200,
  message: 'Credit removed successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: ['NOT_APPLIED', 'PERIOD_CLOSED', 'BEFORE_CUTOVER'],
  examples: { body: REMOVE_CREDIT_EXAMPLE, data: REOPENED_INVOICE_EXAMPLE },
  handle({ params: { id }, body, caller, raw, change }) {
    return change(async (transaction) => {
      const documentIds = [...new Set([id, body.memoId])];
      const scene = await openScene(transaction, { documentIds });
      const invoice = scene.documents.get(id)?.invoice;
      if (!invoice) throw new ApiError('INVOICE_NOT_FOUND');
      const removed = invoice.settlements.filter(
        ({ kind, itemId }) => kind === 'memo' && itemId === body.memoId,
      );
      if (removed.length === 0) throw new ApiError('NOT_APPLIED');
      const day = body.date ?? undefined;
      refuse(findUnfitRemoval(day, removed, scene.books));
      const allocations = removed.map((one) => reverseAllocation(one, body.memoId, id, day));
      const settlement = { allocations, action: 'credit_removed' };
      const done = await settleDocuments(transaction, scene, settlement, { caller, raw });
      return { data: done.invoices.get(id)!, records: done.records, posting: done.posting };
    });
  },
});
