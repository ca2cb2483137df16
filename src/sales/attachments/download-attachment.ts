import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { ATTACHMENT_EXAMPLE, ATTACHMENT_EXAMPLE_INVOICE } from './attachment.examples.ts';
import { attachmentParams } from './attachment-params.ts';
import { findAttachment } from './attachments.store.ts';
import { findRetainedAttachment } from './deleted-attachments.store.ts';
import { deletedQuery, refuseUnlessMaySeeDeleted } from './deleted-attachments.ts';
import { readAttachment } from './shared-attachments.ts';

export const downloadAttachment = defineEndpoint({
  method: 'GET',
  path: '/partners/invoices/{id}/attachments/{attachmentId}',
  operationId: 'downloadInvoiceAttachment',
  tag: 'Invoices',
  summary: 'Download Attachment',
  description: `One file of a document, byte for byte as it came: its hash is checked before it is answered. Browsers save it and never show it.
With \`deleted=true\` one that was deleted, as long as it is kept. An addition of Recount.`,
  access: 'partner',
  params: attachmentParams,
  query: deletedQuery,
  status: 200,
  message: 'The file.',
  file: '*/*',
  notFound: 'ATTACHMENT_NOT_FOUND',
  errors: ['ROLE_REQUIRED'],
  examples: { params: { id: ATTACHMENT_EXAMPLE_INVOICE, attachmentId: ATTACHMENT_EXAMPLE.uuid } },
  async handle({ params: { id, attachmentId }, query, caller, read, files }) {
    const found = await read(async (transaction) => {
      if (query.deleted !== true) return findAttachment(transaction, id, attachmentId);
      await refuseUnlessMaySeeDeleted(transaction, caller.personId);
      return findRetainedAttachment(transaction, id, attachmentId);
    });
    if (!found) throw new ApiError('ATTACHMENT_NOT_FOUND');
    const bytes = await readAttachment(files, caller.workspaceId, found);
    return { file: { name: found.fileName, bytes, savedAs: found.contentType } };
  },
});
