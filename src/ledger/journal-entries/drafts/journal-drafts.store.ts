import type { Transaction } from '../../../platform/database/transaction.ts';
import { caseKey } from '../../../platform/text.ts';
import type { JournalEntry } from '../journal-entry.schema.ts';
import type { JournalEntryFilter } from '../list-journal-entries.store.ts';
import type { DraftAction, JournalDraft } from './journal-draft.ts';
import type { StoredBody } from './stored-body.ts';

/** Keeps drafts. */
export async function insertJournalDrafts(
  transaction: Transaction,
  drafts: readonly JournalDraft[],
  partnerAppId: string | null,
): Promise<void> {
  if (drafts.length === 0) return;
  const rows = drafts.map((draft) => ({
    id: draft.id,
    action: draft.action,
    journal_id: draft.journalId,
    journal_version: draft.journalVersion,
    date: draft.date,
    body: draft.body,
    document: draft.document,
    written_by: draft.writtenBy,
  }));
  await transaction.query(
    `INSERT INTO journal_entry_draft (workspace_id, id, action, journal_id, journal_version, date, body, document, written_by,
                                      partner_app_id, created_at, updated_at)
     SELECT $1, d.id, d.action, d.journal_id, d.journal_version, d.date, d.body, d.document, d.written_by, $3,
            (d.document ->> 'createdAt')::timestamptz, (d.document ->> 'updatedAt')::timestamptz
       FROM json_populate_recordset(NULL::journal_entry_draft, $2) AS d`,
    [transaction.workspaceId, JSON.stringify(rows), partnerAppId],
    'insert_journal_drafts',
  );
  await nameAccounts(transaction, drafts);
}

/** Puts another version in place of a draft that is locked. */
export async function updateJournalDraft(transaction: Transaction, draft: JournalDraft): Promise<void> {
  await transaction.query(
    `UPDATE journal_entry_draft SET date = $3, body = $4, document = $5, written_by = $6, updated_at = $7
      WHERE workspace_id = $1 AND id = $2`,
    [
      transaction.workspaceId,
      draft.id,
      draft.date,
      JSON.stringify(draft.body),
      JSON.stringify(draft.document),
      draft.writtenBy,
      draft.document.updatedAt,
    ],
    'update_journal_draft',
  );
  await transaction.query('DELETE FROM journal_draft_account WHERE workspace_id = $1 AND draft_id = $2', [
    transaction.workspaceId,
    draft.id,
  ]);
  await nameAccounts(transaction, [draft]);
}

/** Writes which accounts drafts name: nobody deletes those. */
async function nameAccounts(transaction: Transaction, drafts: readonly JournalDraft[]): Promise<void> {
  const named = drafts.flatMap(({ id, document }) =>
    [...new Set(document.lines.map(({ accountUuid }) => accountUuid))].map((account) => ({ id, account })),
  );
  await transaction.query(
    `INSERT INTO journal_draft_account (workspace_id, draft_id, account_id)
     SELECT $1, n.id, n.account FROM json_to_recordset($2) AS n(id uuid, account uuid)`,
    [transaction.workspaceId, JSON.stringify(named)],
    'name_accounts_of_drafts',
  );
}

/** Takes away a draft that is approved or deleted; the audit log keeps what it was. */
export async function deleteJournalDraft(transaction: Transaction, id: string): Promise<void> {
  await transaction.query('DELETE FROM journal_entry_draft WHERE workspace_id = $1 AND id = $2', [
    transaction.workspaceId,
    id,
  ]);
}

interface StoredDraft extends Record<string, unknown> {
  readonly id: string;
  readonly action: DraftAction;
  readonly journal_id: string | null;
  readonly journal_version: number | null;
  readonly date: string;
  readonly body: StoredBody;
  readonly document: JournalEntry;
  readonly written_by: readonly string[];
}

/**
 * The draft with an id, locked until the transaction ends. Lock it before the entry that it changes.
 *
 * @param orOf whether the id may be that of the entry that it changes or deletes
 */
export async function lockJournalDraft(
  transaction: Transaction,
  id: string,
  { orOf = false } = {},
): Promise<JournalDraft | undefined> {
  const [row] = await transaction.query<StoredDraft>(
    `SELECT id, action, journal_id, journal_version, date, body, document, written_by FROM journal_entry_draft
      WHERE workspace_id = $1 AND (id = $2 OR $3 AND journal_id = $2) FOR UPDATE`,
    [transaction.workspaceId, id, orOf],
    'lock_journal_draft',
  );
  return (
    row && {
      id: row.id,
      action: row.action,
      journalId: row.journal_id,
      journalVersion: row.journal_version,
      date: row.date,
      body: row.body,
      document: row.document,
      writtenBy: row.written_by,
    }
  );
}

/** The id of the draft that changes or deletes a posted entry. */
export async function findDraftOf(transaction: Transaction, journalId: string): Promise<string | undefined> {
  const [row] = await transaction.query<{ id: string }>(
    'SELECT id FROM journal_entry_draft WHERE workspace_id = $1 AND journal_id = $2',
    [transaction.workspaceId, journalId],
    'find_draft_of_journal',
  );
  return row?.id;
}

/** A draft as it is answered; undefined where there is none with this id. */
export async function findJournalDraft(
  transaction: Transaction,
  id: string,
): Promise<JournalEntry | undefined> {
  const [row] = await transaction.query<{ document: JournalEntry }>(
    'SELECT document FROM journal_entry_draft WHERE workspace_id = $1 AND id = $2',
    [transaction.workspaceId, id],
    'find_journal_draft',
  );
  return row?.document;
}

/** One page of the drafts that fit, the newest date first. A draft is of no document, reviewed or reconciled. */
export async function selectJournalDrafts(
  transaction: Transaction,
  filter: JournalEntryFilter,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ rows: JournalEntry[]; totalRecords: number }> {
  const values: unknown[] = [transaction.workspaceId];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['workspace_id = $1'];
  const { source = 'journal', reviewed, reconciled } = filter;
  if (source !== 'journal' || reviewed === true || reconciled === true) conditions.push('false');
  if (filter.startDate) conditions.push(`date >= ${parameter(filter.startDate)}`);
  if (filter.endDate) conditions.push(`date <= ${parameter(filter.endDate)}`);
  if (filter.accountIds.length > 0)
    conditions.push(
      `EXISTS (SELECT FROM json_array_elements(document -> 'lines') AS l
                WHERE (l ->> 'accountUuid')::uuid = ANY (${parameter(filter.accountIds)}::uuid[]))`,
    );
  if (filter.search) conditions.push(FOUND(parameter(caseKey(filter.search))));
  const from = `FROM journal_entry_draft WHERE ${conditions.join(' AND ')}`;
  const [counted] = await transaction.query<{ count: string }>(
    `SELECT count(*)::text AS count ${from}`,
    values,
  );
  const rows = await transaction.query<{ document: JournalEntry }>(
    `SELECT document ${from} ORDER BY date DESC, id DESC LIMIT ${parameter(limit)} OFFSET ${parameter(offset)}`,
    values,
  );
  return { rows: rows.map(({ document }) => document), totalRecords: Number(counted!.count) };
}

const FOUND = (key: string) => `(
  strpos(lower(concat_ws(chr(10), document ->> 'descriptionEntry', document ->> 'refNumber')), ${key}) > 0
  OR EXISTS (SELECT FROM json_array_elements(document -> 'lines') AS l
              WHERE strpos(lower(concat_ws(chr(10), l ->> 'descriptionLine', l #>> '{account,name}')), ${key}) > 0))`;
