import type { Transaction } from '../../platform/database/transaction.ts';
import type { EntryHeader } from './entry-rows.ts';
import type { Basis, JournalLine } from './posting.ts';

export interface StoredEntry {
  readonly entryId: string;
  readonly effective: string;
  readonly source: string;
  readonly sourceId: string;
  readonly sourceVersion: number;
  readonly kind: EntryHeader['kind'];
  /** Who posted it. */
  readonly actor: string | null;
  readonly lines: readonly JournalLine[];
}

interface StoredRow {
  readonly entry_id: string;
  readonly effective: string;
  readonly source: string;
  readonly source_id: string;
  readonly source_version: number;
  readonly kind: EntryHeader['kind'];
  readonly actor: string | null;
  readonly line_no: number;
  readonly account_id: string;
  readonly basis: Basis;
  readonly currency: string;
  readonly amount: bigint;
  readonly base_amount: bigint;
  readonly open_item_id: string | null;
  readonly customer_id: string | null;
  readonly vendor_id: string | null;
  readonly product_id: string | null;
  readonly project_id: string | null;
  readonly tax_id: string | null;
  readonly tax_base: bigint | null;
  readonly tag_ids: readonly string[];
}

/** A document in one of its versions, by whose entry it is asked for. */
export interface EntrySource {
  readonly id: string;
  readonly version: number;
}

/** Loads the live entry of a document: the one of its newest version that no reversal has undone. */
export async function loadLiveEntry(
  transaction: Transaction,
  sourceId: string,
  sourceVersion: number,
): Promise<StoredEntry | undefined> {
  const [entry] = await loadLiveEntries(transaction, [{ id: sourceId, version: sourceVersion }]);
  return entry;
}

/** Loads the live entries of documents, in the order of the documents' ids; those that have none are left out. */
export async function loadLiveEntries(
  transaction: Transaction,
  sources: readonly EntrySource[],
): Promise<StoredEntry[]> {
  const rows = await transaction.query<StoredRow & Record<string, unknown>>(
    `SELECT e.entry_id, e.effective, e.source, e.source_id, e.source_version, e.kind, e.actor, l.line_no, l.account_id, l.basis,
            l.currency, l.amount, l.base_amount, l.open_item_id, l.customer_id, l.vendor_id, l.product_id, l.project_id,
            l.tax_id, l.tax_base,
            ARRAY(SELECT t.tag_id::text FROM journal_line_tag t
                   WHERE t.workspace_id = l.workspace_id AND t.effective = l.effective AND t.entry_id = l.entry_id
                     AND t.line_no = l.line_no ORDER BY t.tag_id) AS tag_ids
       FROM unnest($2::uuid[], $3::integer[]) AS s(id, version)
       JOIN journal_entry e ON e.workspace_id = $1 AND e.source_id = s.id AND e.source_version = s.version
       JOIN journal_line l USING (workspace_id, effective, entry_id)
      WHERE e.kind <> 'reversal'
        AND NOT EXISTS (SELECT FROM journal_entry r
                         WHERE r.workspace_id = e.workspace_id AND r.reverses_entry_id = e.entry_id)
      ORDER BY e.source_id, l.line_no`,
    [transaction.workspaceId, sources.map(({ id }) => id), sources.map(({ version }) => version)],
  );
  return [...Map.groupBy(rows, ({ entry_id }) => entry_id).values()].map(toStoredEntry);
}

function toStoredEntry(rows: readonly StoredRow[]): StoredEntry {
  const [first] = rows as readonly [StoredRow];
  return {
    entryId: first.entry_id,
    effective: first.effective,
    source: first.source,
    sourceId: first.source_id,
    sourceVersion: first.source_version,
    kind: first.kind,
    actor: first.actor,
    lines: rows.map((row) => ({
      lineNumber: row.line_no,
      accountId: row.account_id,
      basis: row.basis,
      currency: row.currency,
      amount: row.amount,
      baseAmount: row.base_amount,
      openItemId: row.open_item_id,
      customerId: row.customer_id,
      vendorId: row.vendor_id,
      productId: row.product_id,
      projectId: row.project_id,
      taxId: row.tax_id,
      taxBase: row.tax_base,
      tagIds: row.tag_ids,
    })),
  };
}
