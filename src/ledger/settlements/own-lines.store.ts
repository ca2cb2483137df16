import type { Transaction } from '../../platform/database/transaction.ts';
import type { OwnLine } from './recognised-lines.ts';

interface StoredLine {
  readonly document_id: string;
  readonly account_id: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly base_amount: bigint;
  readonly customer_id: string | null;
  readonly vendor_id: string | null;
  readonly product_id: string | null;
  readonly project_id: string | null;
  readonly tax_id: string | null;
  readonly tax_base: bigint | null;
  readonly tag_ids: readonly string[];
}

/** What documents posted beside their receivable or payable, from their live entries, by document. */
export async function loadOwnLines(
  transaction: Transaction,
  documentIds: readonly string[],
): Promise<ReadonlyMap<string, readonly OwnLine[]>> {
  const rows = await transaction.query<StoredLine & Record<string, unknown>>(
    `SELECT e.source_id AS document_id, l.account_id, l.currency, l.amount, l.base_amount, l.customer_id, l.vendor_id,
            l.product_id, l.project_id, l.tax_id, l.tax_base,
            ARRAY(SELECT t.tag_id::text FROM journal_line_tag t
                   WHERE t.workspace_id = l.workspace_id AND t.effective = l.effective AND t.entry_id = l.entry_id
                     AND t.line_no = l.line_no ORDER BY t.tag_id) AS tag_ids
       FROM journal_entry e
       JOIN journal_line l USING (workspace_id, effective, entry_id)
      WHERE e.workspace_id = $1 AND e.source_id = ANY ($2) AND e.kind <> 'reversal' AND l.open_item_id IS NULL
        AND NOT EXISTS (SELECT FROM journal_entry r
                         WHERE r.workspace_id = e.workspace_id AND r.reverses_entry_id = e.entry_id)
      ORDER BY e.source_id, l.line_no`,
    [transaction.workspaceId, documentIds],
    'load_own_lines',
  );
  const byDocument = new Map<string, OwnLine[]>(documentIds.map((id) => [id, []]));
  for (const row of rows) {
    byDocument.get(row.document_id)!.push({
      accountId: row.account_id,
      currency: row.currency,
      amount: row.amount,
      baseAmount: row.base_amount,
      customerId: row.customer_id,
      vendorId: row.vendor_id,
      productId: row.product_id,
      projectId: row.project_id,
      taxId: row.tax_id,
      taxBase: row.tax_base,
      tagIds: row.tag_ids,
    });
  }
  return byDocument;
}
