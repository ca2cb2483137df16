import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { answerOffer } from './answer-offer.ts';
import { ACCEPTED_QUOTE_EXAMPLE } from './invoice.examples.ts';
import { invoiceSchema } from './invoice.schema.ts';

export const acceptOffer = defineEndpoint({
  method: 'PATCH',
  path: '/partners/invoices/{id}/accept',
  operationId: 'acceptQuote',
  tag: 'Invoices',
  summary: 'Accept Quote',
  description:
    'Notes that the customer accepts an approved quote or estimate, before it expires. What was declined can still be ' +
    'accepted, and the other way round, until it is converted to an invoice.',
  access: 'partner',
  params: idParams('id', 'The UUID of the quote or estimate.'),
  status: 200,
  message: 'Quote accepted successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: ['INVALID_DOCUMENT_STATE'],
  examples: { data: ACCEPTED_QUOTE_EXAMPLE },
  handle({ params, change }) {
    return change((transaction) => answerOffer(transaction, params.id, 'accepted'));
  },
});
