import type { Transaction } from '../../platform/database/transaction.ts';
import type { Attachment, AttachmentDeletion } from './attachment.schema.ts';

/** The last day of the retention of document `i` in books `b`: so many years after the end of its fiscal year. */
const RETAINED_UNTIL = `(
  make_date(extract(year FROM i.date)::integer - (extract(month FROM i.date) < b.fiscal_year_start_month)::integer,
            b.fiscal_year_start_month, 1) + make_interval(years => 1 + b.retention_years))::date - 1`;

type Row = Omit<Attachment, 'deletion'> & AttachmentDeletion & Record<string, unknown>;

const SELECT = `
  SELECT a.id, a.invoice_id AS "invoiceId", a.title, a.file_name AS "fileName", a.content_type AS "contentType", a.size,
         encode(a.sha256, 'hex') AS sha256, a.created_at AS "createdAt", a.shared_at AS "sharedAt",
         a.deleted_at AS "deletedAt",
         CASE WHEN p.id IS NOT NULL THEN json_build_object('uuid', p.id, 'name', p.name) END AS "deletedBy",
         CASE WHEN a.retained THEN ${RETAINED_UNTIL} END AS "retainedUntil"
    FROM invoice_attachment a
    JOIN invoice i ON i.workspace_id = $1 AND i.id = a.invoice_id
    JOIN books b ON b.workspace_id = $1
    LEFT JOIN person p ON p.id = a.deleted_by
   WHERE a.workspace_id = $1 AND a.invoice_id = $2 AND a.deleted_at IS NOT NULL AND i.deleted_at IS NULL`;

const toAttachment = ({ deletedAt, deletedBy, retainedUntil, ...attachment }: Row): Attachment => ({
  ...attachment,
  deletion: { deletedAt, deletedBy, retainedUntil },
});

/** The deleted attachments of a document, the one that was deleted last first. */
export async function listDeletedAttachments(
  transaction: Transaction,
  invoiceId: string,
): Promise<Attachment[]> {
  const rows = await transaction.query<Row>(
    `${SELECT} ORDER BY a.deleted_at DESC, a.id DESC`,
    [transaction.workspaceId, invoiceId],
    'list_deleted_attachments',
  );
  return rows.map(toAttachment);
}

/** A deleted attachment whose file is kept; undefined where there is none. */
export async function findRetainedAttachment(
  transaction: Transaction,
  invoiceId: string,
  id: string,
): Promise<Attachment | undefined> {
  const [row] = await transaction.query<Row>(
    `${SELECT} AND a.id = $3 AND a.retained`,
    [transaction.workspaceId, invoiceId, id],
    'find_retained_attachment',
  );
  return row && toAttachment(row);
}

/** Whether a person may see what was deleted: owners and auditors may. */
export async function maySeeDeleted(transaction: Transaction, personId: string): Promise<boolean> {
  const rows = await transaction.query(
    `SELECT role FROM membership WHERE workspace_id = $1 AND person_id = $2 AND role IN ('owner', 'auditor')`,
    [transaction.workspaceId, personId],
  );
  return rows.length > 0;
}

/** Lets go of the deleted attachments whose retention has ended, by the workspace's today: the sweep may take their files. */
export async function releaseExpired(transaction: Transaction): Promise<void> {
  await transaction.query(
    `UPDATE invoice_attachment a SET retained = false
       FROM invoice i JOIN books b ON b.workspace_id = i.workspace_id
      WHERE a.workspace_id = $1 AND a.retained AND i.workspace_id = $1 AND i.id = a.invoice_id
        AND workspace_today(b.time_zone, b.clock_offset_days) > ${RETAINED_UNTIL}`,
    [transaction.workspaceId],
    'release_expired_attachments',
  );
}
