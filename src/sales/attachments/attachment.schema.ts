import { z } from 'zod';
import { addition, answered } from '../../platform/http/fields.ts';
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
  /** Left out while it is not deleted. */
  readonly deletion?: AttachmentDeletion;
}

/** How an attachment came to be deleted, and how long its file is kept all the same. */
export interface AttachmentDeletion {
  readonly deletedAt: Date;
  /** Null where nobody is on record. */
  readonly deletedBy: { readonly uuid: string; readonly name: string } | null;
  /** The last day; null where the file is not kept. */
  readonly retainedUntil: string | null;
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
    deletedAt: answered
      .instant()
      .nullable()
      .describe('When it was deleted; null while it is not.')
      .meta(addition()),
    deletedBy: z
      .object({
        uuid: answered.uuid().describe('The person’s UUID.'),
        name: z.string().describe('The person’s name.'),
      })
      .nullable()
      .describe('Who deleted it; null where nobody did, or is on record.')
      .meta(addition()),
    retainedUntil: answered
      .date()
      .nullable()
      .describe(
        'The last day on which the file of a deleted attachment is kept for certain; null where it is not deleted, or not kept.',
      )
      .meta(addition()),
  })
  .meta({ id: 'Attachment', description: 'A file that belongs to a document.' });

/** An attachment as it is answered. */
export function toAttachmentRecord(attachment: Attachment, publicUrl: string) {
  const { id, invoiceId, title, fileName, contentType, size, sha256, createdAt, sharedAt, deletion } =
    attachment;
  return {
    ...identityOf(id),
    title,
    fileName,
    contentType,
    size,
    sha256,
    url: `${publicUrl}/partners/invoices/${invoiceId}/attachments/${id}${deletion ? '?deleted=true' : ''}`,
    sharedAt: sharedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    deletedAt: deletion?.deletedAt.toISOString() ?? null,
    deletedBy: deletion?.deletedBy ?? null,
    retainedUntil: deletion?.retainedUntil ?? null,
  };
}
