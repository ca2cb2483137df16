import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { invoiceSchema } from '../invoices/invoice.schema.ts';
import { documentAmounts, MOST_DOCUMENTS } from '../payments/payment.schema.ts';
import { applyCredits } from './apply-credits.ts';
import { APPLY_MULTIPLE_EXAMPLE, CREDITED_INVOICE_EXAMPLE } from './credit.examples.ts';
import { APPLYING_ERRORS, applyingDate } from './credit.schema.ts';

export const applyMultipleCreditToInvoice = defineEndpoint({
  method: 'PATCH',
  path: '/partners/invoices/{id}/apply-multiple-credit-to-invoice',
  operationId: 'applyMultipleCreditToInvoice',
  tag: 'Invoices',
  summary: 'Apply Multiple Credits to Invoice',
  description: `Applies credit memos of the same customer to one invoice: all of the list, or nothing. The amounts are at
most what is due on the invoice together, and each at most what is left of its memo. Answers the invoice.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the invoice.'),
  body: z.object({
    creditMemos: documentAmounts('credit memo')
      .min(1)
      .max(MOST_DOCUMENTS)
      .describe('The credit memos, and how much of each is applied.'),
    date: applyingDate(),
  }),
  status: 200,
  message: 'Credits applied successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: [...APPLYING_ERRORS],
  examples: { body: APPLY_MULTIPLE_EXAMPLE, data: CREDITED_INVOICE_EXAMPLE },
  handle({ params, body, caller, raw, change }) {
    const wish = {
      id: params.id,
      type: 'invoice',
      field: 'creditMemos',
      wanted: body.creditMemos,
      date: body.date ?? undefined,
    } as const;
    return change((transaction) => applyCredits(transaction, wish, { caller, raw }));
  },
});
