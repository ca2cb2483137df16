import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { ATTACHMENT_EXAMPLE, ATTACHMENT_EXAMPLE_INVOICE } from './attachment.examples.ts';
import { attachmentSchema, toAttachmentRecord } from './attachment.schema.ts';
import { hasInvoice, listAttachments } from './attachments.store.ts';
import { listDeletedAttachments } from './deleted-attachments.store.ts';
import { deletedQuery, refuseUnlessMaySeeDeleted } from './deleted-attachments.ts';

export const listInvoiceAttachments = defineEndpoint({
  method: 'GET',
  path: '/partners/invoices/{id}/attachments',
  operationId: 'listInvoiceAttachments',
  tag: 'Invoices',
  summary: 'List Attachments',
  description:
    'The files of one document, oldest first: at most 25, so in one page. With `deleted=true` those that were deleted from it, the one ' +
    'that was deleted last first, for owners and auditors. An addition of Recount.',
  access: 'partner',
  params: idParams('id', 'The UUID of the document.'),
  query: deletedQuery,
  status: 200,
  message: 'Attachments retrieved successfully.',
  data: z.object({
    attachments: z.array(attachmentSchema).describe('The files.'),
    totalRecords: z.number().int().describe('How many there are.'),
  }),
  notFound: 'INVOICE_NOT_FOUND',
  errors: ['ROLE_REQUIRED'],
  examples: {
    params: { id: ATTACHMENT_EXAMPLE_INVOICE },
    data: { attachments: [ATTACHMENT_EXAMPLE], totalRecords: 1 },
  },
  async handle({ params, query, caller, read, publicUrl }) {
    const attachments = await read(async (transaction) => {
      if (!(await hasInvoice(transaction, params.id))) throw new ApiError('INVOICE_NOT_FOUND');
      if (query.deleted === true) {
        await refuseUnlessMaySeeDeleted(transaction, caller.personId);
        return listDeletedAttachments(transaction, params.id);
      }
      return listAttachments(transaction, params.id);
    });
    const records = attachments.map((attachment) => toAttachmentRecord(attachment, publicUrl));
    return { data: { attachments: records, totalRecords: records.length } };
  },
});
