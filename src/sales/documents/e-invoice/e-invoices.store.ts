import type { Transaction } from '../../../platform/database/transaction.ts';
import type { Invoice } from '../../invoices/index.ts';
import type { EInvoiceFacts } from './to-e-invoice.ts';
import type { TaxKind } from './vat.ts';

/** Loads what an e-invoice needs beside what is printed. Both hold for good: they belong to approved documents. */
export async function loadEInvoiceFacts(transaction: Transaction, invoice: Invoice): Promise<EInvoiceFacts> {
  const ids = [...new Set(invoice.lines.flatMap(({ taxes }) => taxes.map(({ id }) => id)))];
  const [row] = await transaction.query<{
    kinds: [id: string, kind: TaxKind][];
    preceding: EInvoiceFacts['preceding'];
  }>(
    `SELECT (SELECT coalesce(json_agg(json_build_array(t.id, t.kind)), '[]')
               FROM tax t WHERE t.workspace_id = $1 AND t.id = ANY ($2)) AS kinds,
            (SELECT json_build_object('number', i.invoice_number, 'date', i.date)
               FROM invoice i WHERE i.workspace_id = $1 AND i.id = $3) AS preceding`,
    [transaction.workspaceId, ids, invoice.appliedToInvoiceId],
    'load_e_invoice_facts',
  );
  return { kinds: new Map(row!.kinds), preceding: row!.preceding };
}
