import { v7 as uuidv7 } from 'uuid';
import { toEntryRows } from '../../ledger/posting/entry-rows.ts';
import { loadLiveEntries, type StoredEntry } from '../../ledger/posting/load-entry.ts';
import { type DatedSignature, reverseEntry } from '../../ledger/posting/reverse-entry.ts';
import type {
  RepostDocuments,
  RepostedDocuments,
} from '../../ledger/workspaces/settings/repost-documents.ts';
import type { Posting } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { ordinaryLinesOf, postingDateOf } from './post-before-cutover.ts';
import { redateCredits } from './redate-credits.ts';

/** A document that stands against the opening balance. */
export interface OldDocument {
  readonly id: string;
  readonly version: number;
  readonly date: string;
}

/**
 * Posts documents from before the cutover anew for an earlier one. What a document says stays, and with it its open item and
 * what the cash book recognises of it: its lines are those that it was approved with.
 */
export const repostDocuments: RepostDocuments = {
  async lock(transaction) {
    await lockOldDocuments(transaction);
  },
  async repost(transaction, cutover) {
    // Again: a document may have been approved since, until the books were locked.
    const documents = await lockOldDocuments(transaction);
    if (documents.length === 0) return NOTHING;
    const entries = await loadLiveEntries(transaction, documents);
    const dates = new Map(documents.map(({ id, date }) => [id, date]));
    const reposted = entries.flatMap((entry) => repost(entry, dates.get(entry.sourceId)!, cutover));
    await transaction.query(
      'UPDATE invoice SET version = version + 1 WHERE workspace_id = $1 AND id = ANY ($2)',
      [transaction.workspaceId, documents.map(({ id }) => id)],
      'count_reposted_versions',
    );
    const credits = await redateCredits(transaction, documents, cutover);
    return {
      count: documents.length,
      days: [...reposted.map(({ day }) => day), ...credits.days],
      entries: [...reposted.map(({ rows }) => rows), ...credits.entries],
      allocations: credits.allocations,
      records: credits.records,
    };
  },
};

const NOTHING: RepostedDocuments = { count: 0, days: [], entries: [], allocations: [], records: [] };

/** Approved documents, not void, whose live entry stands against the opening balance. */
function lockOldDocuments(transaction: Transaction): Promise<OldDocument[]> {
  return transaction.query<{ [field in keyof OldDocument]: OldDocument[field] }>(
    `SELECT i.id, i.version, i.date FROM invoice i
      WHERE i.workspace_id = $1 AND i.voided_at IS NULL AND i.deleted_at IS NULL
        AND EXISTS (SELECT FROM journal_entry e
                     WHERE e.workspace_id = i.workspace_id AND e.source_id = i.id AND e.source_version = i.version
                       AND e.kind = 'opening')
      ORDER BY i.id FOR UPDATE`,
    [transaction.workspaceId],
    'lock_old_documents',
  );
}

interface DatedRows {
  readonly day: string;
  readonly rows: Posting;
}

/** Whoever approved a document stays who posted it: it is not approved again. */
function repost(
  entry: StoredEntry,
  date: string,
  { effective: cutoverDate, ...signature }: DatedSignature,
): DatedRows[] {
  const undone = { effective: entry.effective, ...signature };
  const day = postingDateOf(date, cutoverDate);
  const isOld = day !== date;
  const header = {
    entryId: uuidv7(),
    effective: day,
    source: entry.source,
    sourceId: entry.sourceId,
    sourceVersion: entry.sourceVersion + 1,
    kind: isOld ? 'opening' : 'original',
    ...signature,
    actor: entry.actor,
  } as const;
  const lines = isOld ? entry.lines : ordinaryLinesOf(entry.lines, entry.sourceId);
  return [
    { day: entry.effective, rows: reverseEntry(entry, undone) },
    { day, rows: toEntryRows(header, lines) },
  ];
}
