import type { Transaction } from '../../platform/database/transaction.ts';
import type { Attachment } from './attachment.schema.ts';

const COLUMNS = `id, invoice_id AS "invoiceId", title, file_name AS "fileName", content_type AS "contentType", size,
  encode(sha256, 'hex') AS sha256, created_at AS "createdAt", shared_at AS "sharedAt"`;

type Row = Attachment & Record<string, unknown>;

/** The attachments of a document, oldest first. */
export function listAttachments(transaction: Transaction, invoiceId: string): Promise<Attachment[]> {
  return transaction.query<Row>(
    `SELECT ${COLUMNS} FROM invoice_attachment
      WHERE workspace_id = $1 AND invoice_id = $2 AND deleted_at IS NULL ORDER BY id`,
    [transaction.workspaceId, invoiceId],
    'list_attachments',
  );
}

/** One attachment of a document that is not deleted; undefined where there is none. */
export async function findAttachment(
  transaction: Transaction,
  invoiceId: string,
  id: string,
): Promise<Attachment | undefined> {
  const [found] = await transaction.query<Row>(
    `SELECT ${COLUMNS} FROM invoice_attachment a
      WHERE workspace_id = $1 AND invoice_id = $2 AND id = $3 AND deleted_at IS NULL
        AND EXISTS (SELECT FROM invoice i WHERE i.workspace_id = $1 AND i.id = $2 AND i.deleted_at IS NULL)`,
    [transaction.workspaceId, invoiceId, id],
    'find_attachment',
  );
  return found;
}

export interface NewAttachment extends Omit<Attachment, 'createdAt' | 'sharedAt'> {
  readonly sourceUrl: string | null;
}

/** Adds attachments to a document that is locked. */
export function insertAttachments(
  transaction: Transaction,
  attachments: readonly NewAttachment[],
): Promise<Attachment[]> {
  return transaction.query<Row>(
    `INSERT INTO invoice_attachment
       (workspace_id, id, invoice_id, title, file_name, content_type, size, sha256, source_url)
     SELECT $1, r.id, r."invoiceId", r.title, r."fileName", r."contentType", r.size, decode(r.sha256, 'hex'), r."sourceUrl"
       FROM json_to_recordset($2) AS r (id uuid, "invoiceId" uuid, title text, "fileName" text, "contentType" text,
                                        size integer, sha256 text, "sourceUrl" text)
     RETURNING ${COLUMNS}`,
    [transaction.workspaceId, JSON.stringify(attachments)],
  );
}

/**
 * Takes an attachment away from its document; that it was there, and its hash, is kept.
 *
 * @param retained whether its file is kept too, until the retention ends
 */
export async function deleteAttachmentRow(
  transaction: Transaction,
  id: string,
  deletion: { readonly personId: string; readonly retained: boolean },
): Promise<void> {
  await transaction.query(
    `UPDATE invoice_attachment SET deleted_at = clock_timestamp(), deleted_by = $3, retained = $4
      WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL`,
    [transaction.workspaceId, id, deletion.personId, deletion.retained],
  );
}

/** Whether a document is there and not deleted. */
export async function hasInvoice(transaction: Transaction, id: string): Promise<boolean> {
  const found = await transaction.query(
    'SELECT id FROM invoice WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL',
    [transaction.workspaceId, id],
    'has_invoice',
  );
  return found.length > 0;
}

/** An attachment that a mail names, though it may be deleted by now. */
export async function findMailedAttachment(
  transaction: Transaction,
  id: string,
): Promise<Attachment | undefined> {
  const [found] = await transaction.query<Row>(
    `SELECT ${COLUMNS} FROM invoice_attachment WHERE workspace_id = $1 AND id = $2 AND shared_at IS NOT NULL`,
    [transaction.workspaceId, id],
  );
  return found;
}

/** Shows attachments to the customer from now on, where he does not see them yet. */
export async function shareAttachments(transaction: Transaction, ids: readonly string[]): Promise<void> {
  await transaction.query(
    `UPDATE invoice_attachment SET shared_at = clock_timestamp()
      WHERE workspace_id = $1 AND id = ANY ($2::uuid[]) AND shared_at IS NULL`,
    [transaction.workspaceId, ids],
  );
}

/** Those of the hashes that an attachment stands for, also a deleted one that is retained, or a mail that did not reach everybody and may be sent still. */
export async function findUsedHashes(
  transaction: Transaction,
  hashes: readonly string[],
): Promise<Set<string>> {
  const used = await transaction.query<{ sha256: string }>(
    `SELECT DISTINCT encode(a.sha256, 'hex') AS sha256 FROM invoice_attachment a
      WHERE a.workspace_id = $1 AND a.sha256 IN (SELECT decode(hash, 'hex') FROM unnest($2::text[]) AS hash)
        AND (a.deleted_at IS NULL OR a.retained
             OR a.shared_at IS NOT NULL AND EXISTS (
               SELECT FROM mail m, json_array_elements(m.attachments) AS part
                WHERE m.workspace_id = $1 AND m.entity_id = a.invoice_id AND m.status <> 'sent'
                  AND part ->> 'id' = a.id::text))`,
    [transaction.workspaceId, hashes],
  );
  return new Set(used.map(({ sha256 }) => sha256));
}

/**
 * Keeps files from being removed until the transaction ends. A lock by name and no row: what is stored is in no table until
 * it is recorded.
 */
export async function lockFilesForUse(transaction: Transaction, hashes: readonly string[]): Promise<void> {
  await transaction.query(
    'SELECT pg_advisory_xact_lock_shared(hashtextextended($1 || hash, 0)) FROM unnest($2::text[]) AS hash',
    [transaction.workspaceId, hashes],
  );
}

/** Waits for everybody who uses a file, and keeps others from beginning to. */
export async function lockFileForRemoval(transaction: Transaction, hash: string): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1 || $2, 0))', [
    transaction.workspaceId,
    hash,
  ]);
}
