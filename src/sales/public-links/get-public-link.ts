import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { INVOICE_EXAMPLE_IDS } from '../invoices/invoice.examples.ts';
import { lockInvoice } from '../invoices/lock-invoice.ts';
import { PUBLIC_LINK_EXAMPLE } from './public-link.examples.ts';
import { createLinkTokens, toPublicUrl } from './public-link.ts';
import { findLink, findOrMakeLink } from './public-links.store.ts';

const publicLinkSchema = z
  .object({
    publicLink: z.string().describe('The address of the public page.').meta({ format: 'uri' }),
    url: z.string().describe('The same as `publicLink`.').meta({ format: 'uri' }),
  })
  .meta({ id: 'PublicLink', description: 'Where a customer sees a document without an account.' });

export const getPublicLink = defineEndpoint({
  method: 'GET',
  path: '/partners/invoices/{id}/public-link',
  operationId: 'getInvoicePublicLink',
  tag: 'Invoices',
  summary: 'Get Public Link',
  description: `The address of the page on which a customer sees the document, what is paid and what is still owed, and
accepts or declines a quote: without an account, so whoever has the address sees it. It is the same each time, until it is
[revoked](/docs/invoices/revoke-invoice-public-link). Documents of every type and state have one; of a draft, the page says no more
than that it is not final. Who may only read is told the address that there is, and is refused where one would be made.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the document.'),
  status: 200,
  message: 'Public link retrieved successfully.',
  data: publicLinkSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: ['READ_ONLY_ROLE'],
  examples: {
    params: { id: INVOICE_EXAMPLE_IDS.invoice },
    data: { publicLink: PUBLIC_LINK_EXAMPLE, url: PUBLIC_LINK_EXAMPLE },
  },
  async handle({ params, caller, read, database, secretKey, publicUrl }) {
    const known = await read(async (transaction) => {
      const found = await transaction.query(
        'SELECT id FROM invoice WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL',
        [transaction.workspaceId, params.id],
      );
      if (found.length === 0) throw new ApiError('INVOICE_NOT_FOUND');
      return findLink(transaction, params.id);
    });
    const { workspaceId, readOnly } = caller;
    if (!known && readOnly) throw new ApiError('READ_ONLY_ROLE');
    const linkId =
      known ??
      (await database.transaction({ workspaceId }, async (transaction) => {
        // Two who ask at the same time are told the same.
        await lockInvoice(transaction, params.id);
        return findOrMakeLink(transaction, params.id);
      }));
    const url = toPublicUrl(publicUrl, createLinkTokens(secretKey).make(linkId));
    return { data: { publicLink: url, url } };
  },
});
