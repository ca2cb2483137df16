import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../src/platform/database/database.ts';

export interface EntryLine {
  /** The number of an account of the default chart, or an account's id. */
  readonly account: string;
  /** Minor units, debit positive. */
  readonly amount: bigint | number;
  readonly basis?: 'both' | 'accrual' | 'cash';
  /** Of the entry's open item: true for receivables and payables. */
  readonly open?: boolean;
  /** Of another open item, whose settlement the line follows. */
  readonly openItemId?: string;
  readonly tagIds?: readonly string[];
}

export interface NewEntry {
  readonly effective: string;
  readonly lines: readonly EntryLine[];
  readonly kind?: 'original' | 'reversal' | 'opening' | 'late';
  readonly reversesEntryId?: string;
  readonly source?: string;
  readonly sourceId?: string;
  readonly sourceVersion?: number;
  readonly customerId?: string;
  /** Makes an open item under this id, which the `open` lines belong to. */
  readonly openItemId?: string;
  readonly control?: 'receivable' | 'payable';
  /** More parts of the document for post_document, such as an invoice. */
  readonly parts?: object;
}

/** The ids of a workspace's accounts by their numbers. */
export async function accountIds(database: Database, workspaceId: string): Promise<Map<string, string>> {
  const rows = await database.read(workspaceId, (transaction) =>
    transaction.query<{ id: string; account_number: string }>('SELECT id, account_number FROM account'),
  );
  return new Map(rows.map((row) => [row.account_number, row.id]));
}

/** The document that post_document writes the entry from. */
export async function entryDocument(database: Database, workspaceId: string, entry: NewEntry) {
  const ids = await accountIds(database, workspaceId);
  const entryId = uuidv7();
  const openItemId = entry.openItemId ?? null;
  const party = entry.customerId ?? null;
  const lines = entry.lines.map((line, index) => ({
    effective: entry.effective,
    entry_id: entryId,
    line_no: index + 1,
    account_id: ids.get(line.account) ?? line.account,
    basis: line.basis ?? 'both',
    currency: 'USD',
    amount: String(line.amount),
    base_amount: String(line.amount),
    open_item_id: line.openItemId ?? (line.open ? openItemId : null),
    customer_id: party,
  }));
  const sourceId = entry.sourceId ?? uuidv7();
  const source = entry.source ?? 'journal';
  const document = {
    entry: {
      entry_id: entryId,
      effective: entry.effective,
      source,
      source_id: sourceId,
      source_version: entry.sourceVersion ?? 1,
      kind: entry.kind ?? 'original',
      reverses_entry_id: entry.reversesEntryId ?? null,
      request_id: 'test',
    },
    entry_lines: lines,
    entry_line_tags: entry.lines.flatMap((line, index) =>
      (line.tagIds ?? []).map((tagId) => ({ line_no: index + 1, tag_id: tagId })),
    ),
    ...(openItemId === null
      ? {}
      : {
          open_item: {
            id: openItemId,
            control: entry.control ?? 'receivable',
            source,
            source_id: sourceId,
            customer_id: party,
            currency: 'USD',
          },
        }),
    trail: { audit: [], events: [] },
    ...entry.parts,
  };
  return { entryId, document };
}

/** Posts an entry as the server does, by post_document. Answers its id. */
export async function postEntry(database: Database, workspaceId: string, entry: NewEntry): Promise<string> {
  const { entryId, document } = await entryDocument(database, workspaceId, entry);
  await database.transaction({ workspaceId }, (transaction) =>
    transaction.query('SELECT post_document($1, $2)', [workspaceId, JSON.stringify(document)]),
  );
  return entryId;
}
