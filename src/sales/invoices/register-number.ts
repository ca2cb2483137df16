import type { Transaction } from '../../platform/database/transaction.ts';
import { type Invoice, NUMBER_SERIES } from './invoice.ts';

/** The series that a number looks to be of, whatever its document has become since; else that of the document's type. */
function seriesOf({ invoiceNumber, invoiceType }: Invoice): string {
  const upper = invoiceNumber.toUpperCase();
  return (
    Object.values(NUMBER_SERIES).find((series) => upper.startsWith(series)) ?? NUMBER_SERIES[invoiceType]
  );
}

/**
 * Keeps on record who gave up a document's number and why, so that a hole in the numbers can be explained (ledger.md 8). One
 * that the same document has given up before is on record already.
 */
export async function registerNumber(
  transaction: Transaction,
  invoice: Invoice,
  reason: 'deleted' | 'void' | 'renumbered',
  personId: string,
): Promise<void> {
  await transaction.query(
    `INSERT INTO number_register (workspace_id, series, number, document_id, reason, person_id)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING`,
    [transaction.workspaceId, seriesOf(invoice), invoice.invoiceNumber, invoice.id, reason, personId],
  );
}
