import { createHash } from 'node:crypto';
import { type FieldError, fieldError, invalidFields } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import type { MailAttachment } from '../../platform/mail/mail.ts';
import type { Attachment } from './attachment.schema.ts';
import { findMailedAttachment, listAttachments, shareAttachments } from './attachments.store.ts';

/** The kind under which a mail names an attachment of its document. */
export const INVOICE_ATTACHMENT = 'invoice_attachment';
/** Bytes of all attachments of a mail: as a mail they are a third more, and many servers take 25 MB. */
const LARGEST_MAILED = 15_000_000;

/**
 * Chooses the attachments of a locked document that its customer gets, and shows them on its public page from now on.
 *
 * @throws ApiError that names each id that is no attachment of the document, or says that they are too large together
 */
export async function shareWithCustomer(
  transaction: Transaction,
  invoiceId: string,
  wanted: readonly string[],
): Promise<MailAttachment[]> {
  if (wanted.length === 0) return [];
  const present = new Map((await listAttachments(transaction, invoiceId)).map((each) => [each.id, each]));
  const faults = wanted.flatMap((id, index): FieldError[] => {
    if (present.has(id.toLowerCase())) return [];
    const predicate = `must be the UUID of an attachment of this document: ${id} is unknown`;
    return [fieldError(`attachmentUuids[${index}]`, 'ATTACHMENT_NOT_FOUND', predicate, { uuid: id })];
  });
  if (faults.length > 0) throw invalidFields(faults);
  const chosen = [...new Set(wanted.map((id) => present.get(id.toLowerCase())!))];
  const size = chosen.reduce((sum, each) => sum + each.size, 0);
  if (size > LARGEST_MAILED) {
    const predicate = `must be at most ${LARGEST_MAILED / 1e6} MB together: these are ${Math.ceil(size / 1e5) / 10} MB`;
    throw invalidFields([fieldError('attachmentUuids', 'TOO_LARGE', predicate)]);
  }
  await shareAttachments(
    transaction,
    chosen.map(({ id }) => id),
  );
  return chosen.map(({ id, fileName }) => ({ kind: INVOICE_ATTACHMENT, id, fileName }));
}

/** Reads an attachment that a mail names, once the transaction has ended: also one that was deleted since. */
export async function readMailedAttachment(
  transaction: Transaction,
  id: string,
  files: FileStore,
): Promise<() => Promise<Buffer>> {
  const { workspaceId } = transaction;
  const found = await findMailedAttachment(transaction, id);
  if (!found) throw new Error(`There is no attachment ${id}.`);
  return () => readAttachment(files, workspaceId!, found);
}

/** The attachments of a document that its customer sees, oldest first. */
export async function listShared(transaction: Transaction, invoiceId: string): Promise<Attachment[]> {
  return (await listAttachments(transaction, invoiceId)).filter(({ sharedAt }) => sharedAt !== null);
}

/** The bytes of an attachment, which are what they were. */
export async function readAttachment(
  files: FileStore,
  workspaceId: string,
  { id, sha256 }: Pick<Attachment, 'id' | 'sha256'>,
): Promise<Buffer> {
  const bytes = await files.get(workspaceId, sha256);
  if (!bytes) throw new Error(`The file of attachment ${id} is missing.`);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new Error(`The file of attachment ${id} is not what it was.`);
  return bytes;
}
