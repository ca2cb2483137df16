import { ApiError } from '../../errors.ts';
import { changesOfDeletion } from '../../platform/change/changes-between.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { toChangedInvoice } from '../invoices/changed-invoice.ts';
import { lockInvoice } from '../invoices/lock-invoice.ts';
import { ATTACHMENT_EXAMPLE, ATTACHMENT_EXAMPLE_INVOICE } from './attachment.examples.ts';
import { toAttachmentRecord } from './attachment.schema.ts';
import { attachmentParams } from './attachment-params.ts';
import { deleteAttachmentRow, findAttachment } from './attachments.store.ts';

export const deleteAttachment = defineEndpoint({
  method: 'DELETE',
  path: '/partners/invoices/{id}/attachments/{attachmentId}',
  operationId: 'deleteInvoiceAttachment',
  tag: 'Invoices',
  summary: 'Delete Attachment',
  description: `Takes a file away from its document: nobody who reads that sees it any more. Of a draft its bytes are removed some time later. Of an approved
document they are [kept](/docs/guides/attachments#how-long-they-are-kept) until its retention ends, for owners and auditors. The audit log
keeps what it was, and its hash.
An addition of Recount.`,
  access: 'partner',
  params: attachmentParams,
  status: 200,
  message: 'Attachment deleted successfully.',
  data: deletedSchema('attachment'),
  notFound: 'ATTACHMENT_NOT_FOUND',
  errors: [],
  examples: {
    params: { id: ATTACHMENT_EXAMPLE_INVOICE, attachmentId: ATTACHMENT_EXAMPLE.uuid },
    data: deletedAnswer(ATTACHMENT_EXAMPLE.uuid),
  },
  handle({ params, caller, change, publicUrl }) {
    return change(async (transaction) => {
      if (!(await findAttachment(transaction, params.id, params.attachmentId)))
        throw new ApiError('ATTACHMENT_NOT_FOUND');
      const locked = await lockInvoice(transaction, params.id);
      // Again, since somebody else may have deleted it before the lock.
      const found = await findAttachment(transaction, params.id, params.attachmentId);
      if (!found) throw new ApiError('ATTACHMENT_NOT_FOUND');
      const retained = !locked.invoice.isDraft;
      await deleteAttachmentRow(transaction, found.id, { personId: caller.personId, retained });
      const changes = changesOfDeletion({
        [`attachments.${found.id}`]: toAttachmentRecord(found, publicUrl),
      });
      return {
        data: deletedAnswer(found.id),
        records: [{ ...toChangedInvoice('attachment_deleted', locked, locked), changes }],
      };
    });
  },
});
