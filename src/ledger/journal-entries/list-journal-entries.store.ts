import type { Transaction } from '../../platform/database/transaction.ts';
import { caseKey, nameKey } from '../../platform/text.ts';
import type { EntryKey } from './journal-entries.store.ts';

export interface JournalEntryFilter {
  readonly search?: string | undefined;
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  readonly accountIds: readonly string[];
  readonly source?: string | undefined;
  readonly reviewed?: boolean | undefined;
  readonly reconciled?: boolean | undefined;
  readonly history: boolean;
}

const LIVE = `e.kind <> 'reversal' AND NOT EXISTS (
  SELECT FROM journal_entry r WHERE r.workspace_id = $1 AND r.reverses_entry_id = e.entry_id)`;

const FOUND = (key: string, nameKeyed: string) => `(
  strpos(lower(coalesce(e.description, '')), ${key}) > 0
  OR EXISTS (SELECT FROM manual_journal m WHERE m.workspace_id = $1 AND m.id = e.source_id
      AND strpos(lower(m.description || chr(10) || coalesce(m.ref_number, '') || chr(10) || array_to_string(m.line_descriptions, chr(10))), ${key}) > 0)
  OR EXISTS (SELECT FROM invoice i WHERE i.workspace_id = $1 AND i.id = e.source_id AND strpos(i.number_key, ${key}) > 0)
  OR EXISTS (SELECT FROM journal_line l JOIN account a ON a.workspace_id = $1 AND a.id = l.account_id
      WHERE l.workspace_id = $1 AND l.effective = e.effective AND l.entry_id = e.entry_id AND strpos(a.name_key, ${nameKeyed}) > 0))`;

const ANY_LINE = (condition: string) =>
  `EXISTS (SELECT FROM journal_line l
            LEFT JOIN journal_line_mark k ON k.workspace_id = $1 AND k.effective = l.effective AND k.entry_id = l.entry_id
                 AND k.line_no = l.line_no
           WHERE l.workspace_id = $1 AND l.effective = e.effective AND l.entry_id = e.entry_id AND ${condition})`;

/** Marked is an entry all of whose lines are. */
const isMarked = (column: string, marked: boolean) =>
  `${marked ? 'NOT ' : ''}${ANY_LINE(`k.${column} IS NULL`)}`;

/** The entries of one page, the newest date first, and how many there are on all pages. */
export async function selectJournalEntryKeys(
  transaction: Transaction,
  filter: JournalEntryFilter,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ keys: EntryKey[]; totalRecords: number }> {
  const values: unknown[] = [transaction.workspaceId];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['e.workspace_id = $1'];
  if (!filter.history) conditions.push(LIVE);
  if (filter.startDate) conditions.push(`e.effective >= ${parameter(filter.startDate)}`);
  if (filter.endDate) conditions.push(`e.effective <= ${parameter(filter.endDate)}`);
  if (filter.source) conditions.push(`e.source = ${parameter(filter.source)}`);
  if (filter.accountIds.length > 0)
    conditions.push(ANY_LINE(`l.account_id = ANY (${parameter(filter.accountIds)}::uuid[])`));
  if (filter.search)
    conditions.push(FOUND(parameter(caseKey(filter.search)), parameter(nameKey(filter.search))));
  if (filter.reviewed !== undefined) conditions.push(isMarked('reviewed_at', filter.reviewed));
  if (filter.reconciled !== undefined) conditions.push(isMarked('reconciled_at', filter.reconciled));
  const from = `FROM journal_entry e WHERE ${conditions.join(' AND ')}`;
  const [counted] = await transaction.query<{ count: string }>(
    `SELECT count(*)::text AS count ${from}`,
    values,
  );
  const keys = await transaction.query<EntryKey & Record<string, unknown>>(
    `SELECT e.effective::text AS effective, e.entry_id ${from}
      ORDER BY e.effective DESC, e.entry_id DESC LIMIT ${parameter(limit)} OFFSET ${parameter(offset)}`,
    values,
  );
  return { keys, totalRecords: Number(counted!.count) };
}
