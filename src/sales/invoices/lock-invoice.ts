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
