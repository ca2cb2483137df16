import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { JournalAuthor } from '../ledger/journal-entries/post-journal-entry.ts';
import type { Transaction } from '../platform/database/transaction.ts';

/**
 * What was imported is kept in the audit log, which is only added to: under an id that follows from the workspace and what
 * was imported, so that it is found by it.
 */
const idOf = (transaction: Transaction, kind: string): string =>
  uuidv5(`import of ${kind}`, transaction.workspaceId!);

/** Has imports of one kind wait for each other, so that of two of one file the second finds what the first made. */
export async function lockImports(transaction: Transaction, kind: string): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [idOf(transaction, kind)]);
}

/** The marks of all records that were imported. */
export async function selectImported(transaction: Transaction, kind: string): Promise<ReadonlySet<string>> {
  const rows = await transaction.query<{ mark: string }>(
    `SELECT json_array_elements_text(changes -> 'records' -> 'to') AS mark
       FROM audit_log WHERE workspace_id = $1 AND entity_id = $2`,
    [transaction.workspaceId, idOf(transaction, kind)],
  );
  return new Set(rows.map(({ mark }) => mark));
}

interface ImportedRecords {
  readonly kind: string;
  readonly marks: readonly string[];
  readonly author: JournalAuthor;
}

/** Keeps the marks of what was imported. No event tells of it: each record has its own. */
export async function recordImport(
  transaction: Transaction,
  { kind, marks, author }: ImportedRecords,
): Promise<void> {
  const audit = {
    id: uuidv7(),
    action: 'created',
    entity_type: 'import',
    entity_id: idOf(transaction, kind),
    changes: JSON.stringify({ kind: { from: null, to: kind }, records: { from: null, to: marks } }),
    person_id: author.caller.personId,
    partner_app_id: author.caller.app.id,
    request_id: author.requestId,
    remote_address: null,
    via: null,
  };
  const trail = JSON.stringify({ audit: [audit], events: [] });
  await transaction.query('SELECT record_change($1, $2)', [transaction.workspaceId, trail]);
}
