import { v4 as uuidv4 } from 'uuid';
import type { Database } from '../../platform/database/database.ts';
import type { Transaction } from '../../platform/database/transaction.ts';

/** The id of a document's link; made where it has none. The document must be locked, or be about to be read again. */
export async function findOrMakeLink(transaction: Transaction, invoiceId: string): Promise<string> {
  return (await findLink(transaction, invoiceId)) ?? makeLink(transaction, invoiceId);
}

/** The id of a document's link, where it has one that is not revoked. */
export async function findLink(transaction: Transaction, invoiceId: string): Promise<string | undefined> {
  const [link] = await transaction.query<{ id: string }>(
    'SELECT id FROM public_link WHERE workspace_id = $1 AND invoice_id = $2 AND revoked_at IS NULL',
    [transaction.workspaceId, invoiceId],
    'find_public_link',
  );
  return link?.id;
}

async function makeLink(transaction: Transaction, invoiceId: string): Promise<string> {
  const id = uuidv4();
  await transaction.query('INSERT INTO public_link (id, workspace_id, invoice_id) VALUES ($1, $2, $3)', [
    id,
    transaction.workspaceId,
    invoiceId,
  ]);
  return id;
}

/** Ends a document's link for good: the next one is another. @returns whether it had one */
export async function revokeLink(transaction: Transaction, invoiceId: string): Promise<boolean> {
  const revoked = await transaction.query(
    `UPDATE public_link SET revoked_at = clock_timestamp()
      WHERE workspace_id = $1 AND invoice_id = $2 AND revoked_at IS NULL RETURNING id`,
    [transaction.workspaceId, invoiceId],
  );
  return revoked.length > 0;
}

/** Whose document a link leads to. */
export interface LinkTarget {
  readonly workspaceId: string;
  readonly invoiceId: string;
}

/** Where a link leads; undefined where there is none of this id, or it is revoked. */
export async function findLinkTarget(database: Database, linkId: string): Promise<LinkTarget | undefined> {
  const [link] = await database.unfenced((transaction) =>
    transaction.query<LinkTarget & Record<string, unknown>>(
      `SELECT workspace_id AS "workspaceId", invoice_id AS "invoiceId" FROM public_link
        WHERE id = $1 AND revoked_at IS NULL`,
      [linkId],
      'find_link_target',
    ),
  );
  return link;
}
