import type { Endpoint } from '../../platform/http/endpoint.ts';
import { addAttachments } from './add-attachments.ts';
import { deleteAttachment } from './delete-attachment.ts';
import { downloadAttachment } from './download-attachment.ts';
import { listInvoiceAttachments } from './list-attachments.ts';
import { uploadAttachments } from './upload-attachments.ts';

export type { Attachment } from './attachment.schema.ts';
export {
  INVOICE_ATTACHMENT,
  listShared,
  readAttachment,
  readMailedAttachment,
  shareWithCustomer,
} from './shared-attachments.ts';
export { sweepAttachmentFiles } from './sweep-attachment-files.ts';

/** The endpoints of files that belong to documents. */
export const ATTACHMENT_ENDPOINTS: readonly Endpoint[] = [
  addAttachments,
  uploadAttachments,
  listInvoiceAttachments,
  downloadAttachment,
  deleteAttachment,
];
