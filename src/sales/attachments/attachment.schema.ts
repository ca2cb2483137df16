import { z } from 'zod';
import { answered } from '../../platform/http/fields.ts';
import { identityOf, identitySchema } from '../../platform/http/record.ts';

/** A file of a document, as the database has it. */
export interface Attachment {
  readonly id: string;
  readonly invoiceId: string;
  readonly title: string | null;
  readonly fileName: string;
  readonly contentType: string;
  readonly size: number;
  readonly sha256: string;
  readonly createdAt: Date;
  readonly sharedAt: Date | null;
}

export const attachmentSchema = z
  .object({
    ...identitySchema('attachment'),
    title: z.string().nullable().describe('What it is, in your words.'),
    fileName: z.string().describe('What it is saved as.'),
    contentType: z.string().describe('Its media type, told from its bytes.'),
    size: z.number().int().describe('Its bytes.'),
    sha256: z.string().describe('SHA-256 of its bytes, in hex: shows that it is the same file still.'),
    url: z.string().meta({ format: 'uri' }).describe('Where it is downloaded, signed as every call.'),
    sharedAt: answered
      .instant()
      .nullable()
      .describe(
        'When it was first mailed to the customer, who sees it on the public page since; null where it never was.',
      ),
    createdAt: answered.instant().describe('When it was added.'),
  })
  .meta({ id: 'Attachment', description: 'A file that belongs to a document.' });

/** An attachment as it is answered. */
export function toAttachmentRecord(attachment: Attachment, publicUrl: string) {
  const { id, invoiceId, title, fileName, contentType, size, sha256, createdAt, sharedAt } = attachment;
  return {
    ...identityOf(id),
    title,
    fileName,
    contentType,
    size,
    sha256,
    url: `${publicUrl}/partners/invoices/${invoiceId}/attachments/${id}`,
    sharedAt: sharedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}
