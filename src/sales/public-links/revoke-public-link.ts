import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, identitySchema } from '../../platform/http/record.ts';
import { toChangedInvoice } from '../invoices/changed-invoice.ts';
import { INVOICE_EXAMPLE_IDS } from '../invoices/invoice.examples.ts';
import { lockInvoice } from '../invoices/lock-invoice.ts';
import { revokeLink } from './public-links.store.ts';

export const revokePublicLink = defineEndpoint({
  method: 'DELETE',
  path: '/partners/invoices/{id}/public-link',
  operationId: 'revokeInvoicePublicLink',
  tag: 'Invoices',
  summary: 'Revoke Public Link',
  description: `Ends the document’s public link at once, also in mails that were sent with it: whoever opens it finds
nothing. [Get Public Link](/docs/invoices/get-invoice-public-link) and [Send Invoice](/docs/invoices/send-invoice) then make another.
Done again, it changes nothing.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the document.'),
  status: 200,
  message: 'Public link revoked successfully.',
  data: z.object({
    ...identitySchema('document'),
    deleted: z.literal(true).describe('The document has no public link now.'),
  }),
  notFound: 'INVOICE_NOT_FOUND',
  errors: [],
  examples: { data: deletedAnswer(INVOICE_EXAMPLE_IDS.invoice) },
  handle({ params, change }) {
    return change(async (transaction) => {
      const locked = await lockInvoice(transaction, params.id);
      const revoked = await revokeLink(transaction, params.id);
      const records = revoked ? [toChangedInvoice('link_revoked', locked, locked)] : [];
      return { data: deletedAnswer(params.id), records };
    });
  },
});
