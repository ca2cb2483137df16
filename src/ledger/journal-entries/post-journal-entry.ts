import type { ErrorCode } from '../../errors.ts';
import type { ChangedRecord, Posting } from '../../platform/change/change.ts';
import { formatMinorUnits } from '../money/index.ts';
import { toEntryRows } from '../posting/entry-rows.ts';
import type { StoredEntry } from '../posting/load-entry.ts';
import type { JournalLine } from '../posting/posting.ts';
import { reverseEntry } from '../posting/reverse-entry.ts';
import type { ComposedJournal } from './compose-journal-entry.ts';
import type { ManualJournal } from './journal-entries.store.ts';
import type { JournalEntry } from './journal-entry.schema.ts';
import type { JournalReferences } from './journal-references.store.ts';

/** Who writes, by which request: a partner app for a person, or an operator, who is neither; a template for who made it. */
export interface JournalAuthor {
  readonly caller: {
    readonly workspaceId: string;
    readonly personId: string | null;
    readonly app: { readonly id: string | null };
  };
  readonly requestId: string;
}

/** The rows that post one version of a manual entry. */
export function toJournalPosting(
  journal: ManualJournal,
  entryId: string,
  composed: ComposedJournal,
  { caller, requestId }: JournalAuthor,
): Posting {
  const rows = toEntryRows(
    {
      entryId,
      effective: journal.date,
      source: 'journal',
      sourceId: journal.id,
      sourceVersion: journal.version,
      kind: composed.late ? 'late' : 'original',
      actor: caller.personId,
      app: caller.app.id,
      requestId,
      description: journal.description,
    },
    composed.lines,
  );
  return { ...rows, four_eyes_limit: composed.fourEyesLimit };
}

/** The rows that take back an entry on a day; past a close only where that is meant. */
export function toJournalReversal(
  live: StoredEntry,
  effective: string,
  pastClose: boolean,
  { caller, requestId }: JournalAuthor,
): Posting {
  const reversal = reverseEntry(live, { effective, actor: caller.personId, app: caller.app.id, requestId });
  return pastClose ? { ...reversal, past_close: true } : reversal;
}

/** Several entries as one posting: they are written together or not at all. */
export function toPostingOf(entries: readonly Posting[]): Posting {
  return { settlement: { entries } };
}

interface Described {
  readonly journal: ManualJournal;
  /** Null where it is not posted yet. */
  readonly entryId: string | null;
  readonly composed: ComposedJournal;
  readonly references: JournalReferences;
  readonly createdAt: string;
  /** The entry that reverses it on its day. */
  readonly reversalUuid?: string | undefined;
  /** The template that made it. */
  readonly recurringTemplateUuid?: string | null | undefined;
}

/** The entry as it is answered before it is written: what is posted last is read by nobody until then. */
export function describeJournal({
  journal,
  entryId,
  composed,
  references,
  createdAt,
  reversalUuid,
  recurringTemplateUuid,
}: Described): JournalEntry {
  const { currency } = references.books;
  return {
    id: journal.id,
    uuid: journal.id,
    status: 'posted',
    draftAction: null,
    draftOfUuid: null,
    draftUuid: null,
    entryUuid: entryId,
    date: journal.date,
    descriptionEntry: journal.description,
    refNumber: journal.ref_number,
    source: 'journal',
    sourceUuid: journal.id,
    kind: composed.late ? 'late' : 'original',
    editable: journal.reversal_of === null,
    version: journal.version,
    reversesEntryUuid: null,
    reversedByEntryUuid: null,
    reversesOn: journal.reverses_on,
    reversalUuid: reversalUuid ?? null,
    reversalOfUuid: journal.reversal_of,
    recurringTemplateUuid: recurringTemplateUuid ?? null,
    currency,
    totalDebit: formatMinorUnits(sumOfDebits(composed.lines), currency),
    lines: composed.lines.map((line, index) => {
      const account = references.accounts.get(line.accountId)!;
      const { baseAmount } = line;
      return {
        lineNumber: line.lineNumber,
        accountUuid: account.id,
        account: {
          uuid: account.id,
          name: account.name,
          accountNumber: account.accountNumber,
          type: account.type,
        },
        basis: line.basis,
        amountDebit: baseAmount > 0n ? formatMinorUnits(baseAmount, currency) : null,
        amountCredit: baseAmount < 0n ? formatMinorUnits(-baseAmount, currency) : null,
        descriptionLine: composed.lineDescriptions[index] || null,
        customerUuid: line.customerId,
        vendorUuid: line.vendorId,
        tagUuids: [...line.tagIds],
        reviewed: false,
        reconciled: false,
      };
    }),
    createdAt,
    updatedAt: new Date().toISOString(),
  };
}

/** What a manual entry comes to, in minor units of the workspace's currency. */
export function sumOfDebits(lines: readonly JournalLine[]): bigint {
  return lines.reduce((sum, { baseAmount }) => sum + (baseAmount > 0n ? baseAmount : 0n), 0n);
}

/** What audit log and events say of a manual entry. */
export function journalRecord(action: string, document: object, entityId: string): ChangedRecord {
  return { entity: 'journal_entry', entityId, action, document };
}

/** The same, with why it is posted into a closed period: the auditor's page reads it in the audit log (ledger.md 6). */
export function withLateReason(
  record: ChangedRecord,
  {
    reason,
    descriptionEntry,
  }: { readonly reason?: string | null | undefined; readonly descriptionEntry: string },
): ChangedRecord {
  const told = reason?.trim() || descriptionEntry;
  const changes = { ...record.changes, reason: { from: null, to: told } };
  return { ...record, document: { ...record.document, reason: told }, changes };
}

/** What a manual entry may be refused with. */
export const JOURNAL_ENTRY_ERRORS = [
  'ACCOUNT_NOT_FOUND',
  'ACCOUNT_INACTIVE',
  'ACCOUNT_MERGED',
  'CUSTOMER_NOT_FOUND',
  'CUSTOMER_MERGED',
  'VENDOR_NOT_FOUND',
  'VENDOR_MERGED',
  'TAG_NOT_FOUND',
  'NOT_AVAILABLE',
  'JOURNAL_ENTRY_UNBALANCED',
  'PERIOD_CLOSED',
  'BEFORE_CUTOVER',
  'SECOND_PERSON_NEEDED',
] as const satisfies readonly ErrorCode[];
