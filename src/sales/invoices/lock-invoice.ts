import { ApiError } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { type LoadedInvoice, loadInvoices } from './invoices.store.ts';

/**
 * Locks a document against every other change until the transaction ends, and loads it as it then stands.
 *
 * @throws ApiError INVOICE_NOT_FOUND where it is not there, or deleted
 */
export async function lockInvoice(transaction: Transaction, id: string): Promise<LoadedInvoice> {
  const locked = await transaction.query(
    'SELECT id FROM invoice WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL FOR UPDATE',
    [transaction.workspaceId, id],
    'lock_invoice',
  );
  const [loaded] = locked.length > 0 ? await loadInvoices(transaction, [id]) : [];
  if (!loaded) throw new ApiError('INVOICE_NOT_FOUND');
  return loaded;
}

/**
 * Locks a document and the invoice that it names, in the order of their ids as every settlement does, and loads the first.
 *
 * @param originalId the invoice that it is about to name; the one that it names now where left out
 * @throws ApiError INVOICE_NOT_FOUND where it is not there, or deleted
 */
export async function lockWithOriginal(
  transaction: Transaction,
  id: string,
  originalId?: string | null,
): Promise<LoadedInvoice> {
  await transaction.query(
    `SELECT i.id FROM invoice i
      WHERE i.workspace_id = $1 AND i.deleted_at IS NULL
        AND i.id IN ($2, coalesce($3, (SELECT m.applied_to_invoice_id FROM invoice m WHERE m.workspace_id = $1 AND m.id = $2)))
      ORDER BY i.id FOR UPDATE`,
    [transaction.workspaceId, id, originalId ?? null],
    'lock_with_original',
  );
  return lockInvoice(transaction, id);
}
