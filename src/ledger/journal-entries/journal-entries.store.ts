import type { Transaction } from '../../platform/database/transaction.ts';
import { formatMinorUnits } from '../money/index.ts';
import type { JournalEntry } from './journal-entry.schema.ts';
import { liveDescription, liveNumber } from './live-words.ts';

interface StoredLine extends Omit<JournalEntry['lines'][number], 'amountDebit' | 'amountCredit'> {
  /** Signed, debit positive, minor units of the workspace's currency, as text. */
  readonly baseAmount: string;
}

interface StoredEntry
  extends Omit<
    JournalEntry,
    | 'id'
    | 'uuid'
    | 'status'
    | 'draftAction'
    | 'draftOfUuid'
    | 'editable'
    | 'totalDebit'
    | 'lines'
    | 'createdAt'
    | 'updatedAt'
  > {
  readonly uuid: string;
  readonly lines: readonly StoredLine[];
  readonly created_at: Date;
  readonly updated_at: Date;
}

const LOAD = `
  SELECT CASE WHEN m.id IS NOT NULL AND e.kind <> 'reversal' THEN m.id ELSE e.entry_id END AS uuid,
         e.entry_id AS "entryUuid", e.effective::text AS date,
         ${liveDescription('e', 'm')} AS "descriptionEntry",
         ${liveNumber({ invoice: 'i', payment: 'p', journal: 'm' })} AS "refNumber", e.source, e.source_id AS "sourceUuid", e.kind,
         CASE WHEN e.kind <> 'reversal' THEN m.reverses_on::text END AS "reversesOn",
         CASE WHEN e.kind <> 'reversal' THEN m.reversal_of END AS "reversalOfUuid",
         (SELECT v.id FROM manual_journal v WHERE v.workspace_id = $1 AND v.reversal_of = m.id AND v.deleted_at IS NULL
             AND e.kind <> 'reversal') AS "reversalUuid",
         (SELECT d.id FROM journal_entry_draft d WHERE d.workspace_id = $1 AND d.journal_id = m.id
             AND e.kind <> 'reversal') AS "draftUuid",
         (SELECT t.template_id FROM recurring_journal_run t WHERE t.workspace_id = $1 AND t.manual_journal_id = m.id
             AND e.kind <> 'reversal') AS "recurringTemplateUuid",
         coalesce(m.version, e.source_version) AS version, e.reverses_entry_id AS "reversesEntryUuid",
         r.entry_id AS "reversedByEntryUuid", b.currency,
         coalesce(m.created_at, e.recorded_at) AS created_at, coalesce(m.updated_at, e.recorded_at) AS updated_at,
         (SELECT json_agg(json_build_object(
                   'lineNumber', l.line_no, 'accountUuid', l.account_id,
                   'account', json_build_object('uuid', a.id, 'name', a.name, 'accountNumber', a.account_number, 'type', a.type),
                   'basis', l.basis, 'baseAmount', l.base_amount::text,
                   'descriptionLine', CASE WHEN e.kind <> 'reversal' THEN nullif(m.line_descriptions[l.line_no], '') END,
                   'customerUuid', l.customer_id, 'vendorUuid', l.vendor_id,
                   'tagUuids', ARRAY(SELECT t.tag_id FROM journal_line_tag t
                                      WHERE t.workspace_id = $1 AND t.effective = l.effective AND t.entry_id = l.entry_id
                                        AND t.line_no = l.line_no ORDER BY t.tag_id),
                   'reviewed', k.reviewed_at IS NOT NULL, 'reconciled', k.reconciled_at IS NOT NULL)
                 ORDER BY l.line_no)
            FROM journal_line l
            JOIN account a ON a.workspace_id = $1 AND a.id = l.account_id
            LEFT JOIN journal_line_mark k ON k.workspace_id = $1 AND k.effective = l.effective AND k.entry_id = l.entry_id
                 AND k.line_no = l.line_no
           WHERE l.workspace_id = $1 AND l.effective = e.effective AND l.entry_id = e.entry_id) AS lines
    FROM unnest($2::date[], $3::uuid[]) WITH ORDINALITY AS wanted(effective, entry_id, place)
    JOIN journal_entry e ON e.workspace_id = $1 AND e.effective = wanted.effective AND e.entry_id = wanted.entry_id
    JOIN books b ON b.workspace_id = $1
    LEFT JOIN journal_entry r ON r.workspace_id = $1 AND r.reverses_entry_id = e.entry_id
    LEFT JOIN manual_journal m ON m.workspace_id = $1 AND m.id = e.source_id
    LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = e.source_id
    LEFT JOIN payment p ON p.workspace_id = $1 AND p.id = e.source_id
   ORDER BY wanted.place`;

/** What an entry of the ledger is found by. */
export interface EntryKey {
  readonly effective: string;
  readonly entry_id: string;
}

/** Entries of the ledger as the API tells them, in the order of their keys. */
export async function loadJournalEntries(
  transaction: Transaction,
  keys: readonly EntryKey[],
): Promise<JournalEntry[]> {
  if (keys.length === 0) return [];
  const rows = await transaction.query<StoredEntry & Record<string, unknown>>(
    LOAD,
    [transaction.workspaceId, keys.map(({ effective }) => effective), keys.map(({ entry_id }) => entry_id)],
    'load_journal_entries',
  );
  return rows.map(toJournalEntry);
}

function toJournalEntry({ created_at, updated_at, lines, ...entry }: StoredEntry): JournalEntry {
  const { currency } = entry;
  const debits = lines.filter(({ basis, baseAmount }) => basis !== 'cash' && !baseAmount.startsWith('-'));
  const totalDebit = debits.reduce((sum, { baseAmount }) => sum + BigInt(baseAmount), 0n);
  return {
    id: entry.uuid,
    ...entry,
    status: 'posted',
    draftAction: null,
    draftOfUuid: null,
    editable:
      entry.source === 'journal' &&
      entry.kind !== 'reversal' &&
      entry.reversedByEntryUuid === null &&
      entry.reversalOfUuid === null,
    totalDebit: formatMinorUnits(totalDebit, currency),
    lines: lines.map(({ baseAmount, ...line }) => {
      const amount = BigInt(baseAmount);
      return {
        ...line,
        amountDebit: amount >= 0n ? formatMinorUnits(amount, currency) : null,
        amountCredit: amount < 0n ? formatMinorUnits(-amount, currency) : null,
      };
    }),
    createdAt: created_at.toISOString(),
    updatedAt: updated_at.toISOString(),
  };
}

/** The entry of the ledger that an id names: a manual entry's live one, or any by its own id. */
export async function findEntryKey(transaction: Transaction, id: string): Promise<EntryKey | undefined> {
  const [row] = await transaction.query<EntryKey & Record<string, unknown>>(
    `SELECT e.effective::text AS effective, e.entry_id
       FROM manual_journal m
       JOIN journal_entry e ON e.workspace_id = $1 AND e.source_id = m.id AND e.source_version = m.version
            AND e.kind <> 'reversal'
      WHERE m.workspace_id = $1 AND m.id = $2 AND m.deleted_at IS NULL
      UNION ALL
     SELECT e.effective::text, e.entry_id FROM journal_entry e WHERE e.workspace_id = $1 AND e.entry_id = $2
      LIMIT 1`,
    [transaction.workspaceId, id],
    'find_journal_entry',
  );
  return row;
}

/** A manual entry as it is stored, locked until the transaction ends. */
export interface ManualJournal {
  readonly id: string;
  readonly version: number;
  readonly date: string;
  readonly description: string;
  readonly ref_number: string | null;
  readonly line_descriptions: readonly string[];
  /** The day on which it reverses itself. */
  readonly reverses_on: string | null;
  /** The manual entry that it is the reversal of. */
  readonly reversal_of: string | null;
  /** Every person who wrote or changed the version that is posted. */
  readonly written_by: readonly string[];
}

const MANUAL_JOURNAL =
  'id, version, date::text AS date, description, ref_number, line_descriptions, reverses_on::text AS reverses_on, reversal_of, written_by';

async function lockOne(
  transaction: Transaction,
  column: 'id' | 'reversal_of',
  id: string,
): Promise<ManualJournal | undefined> {
  const [row] = await transaction.query<ManualJournal & Record<string, unknown>>(
    `SELECT ${MANUAL_JOURNAL}
       FROM manual_journal
      WHERE workspace_id = $1 AND ${column} = $2 AND deleted_at IS NULL
        FOR UPDATE`,
    [transaction.workspaceId, id],
    `lock_manual_journal_by_${column}`,
  );
  return row;
}

/** A manual entry, locked until the transaction ends. */
export const lockManualJournal = (transaction: Transaction, id: string) => lockOne(transaction, 'id', id);

/** The reversal of a manual entry that reverses itself, locked too; lock the entry first. */
export const lockReversalOf = (transaction: Transaction, id: string) =>
  lockOne(transaction, 'reversal_of', id);

/** Writes manual entries anew, with what a person says of them. */
export async function insertManualJournals(
  transaction: Transaction,
  rows: readonly (ManualJournal & { readonly partner_app_id: string | null })[],
): Promise<void> {
  await transaction.query(
    `INSERT INTO manual_journal (workspace_id, id, version, date, description, ref_number, line_descriptions,
                                 reverses_on, reversal_of, written_by, partner_app_id)
     SELECT $1, j.id, j.version, j.date, j.description, j.ref_number, j.line_descriptions, j.reverses_on, j.reversal_of,
            j.written_by, j.partner_app_id
       FROM jsonb_populate_recordset(NULL::manual_journal, $2) AS j`,
    [transaction.workspaceId, JSON.stringify(rows)],
    'insert_manual_journals',
  );
}

/** Puts another version in place of one. */
export async function updateManualJournal(transaction: Transaction, row: ManualJournal): Promise<void> {
  await transaction.query(
    `UPDATE manual_journal SET version = $3, date = $4, description = $5, ref_number = $6, line_descriptions = $7, reverses_on = $8,
            written_by = $9, updated_at = clock_timestamp()
      WHERE workspace_id = $1 AND id = $2`,
    [
      transaction.workspaceId,
      row.id,
      row.version,
      row.date,
      row.description,
      row.ref_number,
      row.line_descriptions,
      row.reverses_on,
      row.written_by,
    ],
    'update_manual_journal',
  );
}

export async function deleteManualJournal(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(
    `UPDATE manual_journal SET deleted_at = clock_timestamp(), updated_at = clock_timestamp()
      WHERE workspace_id = $1 AND id = $2`,
    [transaction.workspaceId, id],
    'delete_manual_journal',
  );
}

export interface NewOpenItemRow {
  readonly id: string;
  readonly control: 'receivable' | 'payable';
  readonly source_id: string;
  readonly customer_id: string | null;
  readonly vendor_id: string | null;
  readonly currency: string;
}

/** Opens an item for each line on receivables and payables, of a party or of none (ledger.md 4). */
export async function insertJournalOpenItems(
  transaction: Transaction,
  items: readonly NewOpenItemRow[],
): Promise<void> {
  if (items.length === 0) return;
  await transaction.query(
    `INSERT INTO open_item (workspace_id, id, control, source, source_id, customer_id, vendor_id, currency)
     SELECT $1, o.id, o.control, 'journal', o.source_id, o.customer_id, o.vendor_id, o.currency
       FROM jsonb_populate_recordset(NULL::open_item, $2) AS o`,
    [transaction.workspaceId, JSON.stringify(items)],
    'insert_journal_open_items',
  );
}
