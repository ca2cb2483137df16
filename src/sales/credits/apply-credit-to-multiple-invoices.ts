import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { invoiceSchema } from '../invoices/invoice.schema.ts';
import { documentAmounts, MOST_DOCUMENTS } from '../payments/payment.schema.ts';
import { applyCredits } from './apply-credits.ts';
import { APPLIED_MEMO_EXAMPLE, APPLY_TO_MULTIPLE_EXAMPLE } from './credit.examples.ts';
import { APPLYING_ERRORS, applyingDate } from './credit.schema.ts';

export const applyCreditToMultipleInvoices = defineEndpoint({
  method: 'PATCH',
  path: '/partners/invoices/{id}/apply-credit-to-multiple-invoices',
  operationId: 'applyCreditToMultipleInvoices',
  tag: 'Invoices',
  summary: 'Apply Credit to Multiple Invoices',
  description: `Applies one credit memo to invoices of the same customer: all of the list, or nothing. The amounts are at
most what is left of the memo together, and each at most what is due on its invoice. Answers the memo.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the credit memo.'),
  body: z.object({
    invoices: documentAmounts('invoice')
      .min(1)
      .max(MOST_DOCUMENTS)
      .describe('The invoices, and how much of each is credited.'),
    date: applyingDate(),
  }),
  status: 200,
  message: 'Credit applied successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: [...APPLYING_ERRORS],
  examples: { body: APPLY_TO_MULTIPLE_EXAMPLE, data: APPLIED_MEMO_EXAMPLE },
  handle({ params, body, caller, raw, change }) {
    const wish = {
      id: params.id,
      type: 'memo',
      field: 'invoices',
      wanted: body.invoices,
      date: body.date ?? undefined,
    } as const;
    return change((transaction) => applyCredits(transaction, wish, { caller, raw }));
  },
});
