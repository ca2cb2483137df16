import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { answerOffer } from './answer-offer.ts';
import { DECLINED_QUOTE_EXAMPLE } from './invoice.examples.ts';
import { invoiceSchema } from './invoice.schema.ts';

export const declineOffer = defineEndpoint({
  method: 'PATCH',
  path: '/partners/invoices/{id}/decline',
  operationId: 'declineQuote',
  tag: 'Invoices',
  summary: 'Decline Quote',
  description:
    'Notes that the customer declines an approved quote or estimate. It can no longer be converted, unless it is ' +
    'accepted after all.',
  access: 'partner',
  params: idParams('id', 'The UUID of the quote or estimate.'),
  status: 200,
  message: 'Quote declined successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: ['INVALID_DOCUMENT_STATE'],
  examples: { data: DECLINED_QUOTE_EXAMPLE },
  handle({ params, change }) {
    return change((transaction) => answerOffer(transaction, params.id, 'declined'));
  },
});
