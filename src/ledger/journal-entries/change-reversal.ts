import type { ChangedRecord, Posting } from '../../platform/change/change.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { deletedAnswer } from '../../platform/http/record.ts';
import type { JournalLine } from '../posting/posting.ts';
import {
  deleteManualJournal,
  insertManualJournals,
  type ManualJournal,
  updateManualJournal,
} from './journal-entries.store.ts';
import type { JournalEntry } from './journal-entry.schema.ts';
import type { JournalReferences } from './journal-references.store.ts';
import type { LockedJournal } from './lock-journal-entry.ts';
import {
  describeJournal,
  type JournalAuthor,
  journalRecord,
  toJournalPosting,
  toJournalReversal,
} from './post-journal-entry.ts';
import { composeReversal, wordsOfReversal } from './reversing-journal.ts';

/** What became of an entry's reversal when the entry changed. */
interface ChangedReversal {
  /** The reversal that there is now. */
  readonly reversalUuid?: string | undefined;
  readonly entries: readonly Posting[];
  readonly records: readonly ChangedRecord[];
}

interface ChangeContext {
  readonly transaction: Transaction;
  readonly references: JournalReferences;
  readonly author: JournalAuthor;
  /** Whether an owner takes back what stands in a closed period. */
  readonly pastClose: boolean;
}

type Before = Omit<LockedJournal, 'reversal'> | undefined;

/**
 * Takes back the reversal that an entry had, and writes the one that it has now: under the same id where it had one.
 *
 * @param lines the entry's lines now
 */
export async function changeReversal(
  journal: ManualJournal,
  lines: readonly JournalLine[],
  before: Before,
  { transaction, references, author, pastClose }: ChangeContext,
): Promise<ChangedReversal> {
  const back = before ? [toJournalReversal(before.live, before.journal.date, pastClose, author)] : [];
  const now = composeReversal(journal, lines, references, before?.journal);
  if (!now) {
    if (!before) return { entries: [], records: [] };
    const { id } = before.journal;
    await deleteManualJournal(transaction, id);
    return { entries: back, records: [journalRecord('deleted', deletedAnswer(id), id)] };
  }
  const partner_app_id = author.caller.app.id;
  if (before) await updateManualJournal(transaction, now.journal);
  else await insertManualJournals(transaction, [{ ...now.journal, partner_app_id }]);
  const createdAt = before?.document.createdAt ?? new Date().toISOString();
  const data = describeJournal({ ...now, references, createdAt });
  const record = journalRecord(before ? 'updated' : 'created', data, data.uuid);
  return {
    reversalUuid: data.uuid,
    entries: [...back, toJournalPosting(now.journal, now.entryId, now.composed, author)],
    records: [before ? { ...record, changes: changesBetween(before.document, data) } : record],
  };
}

/** Lets the reversal of an entry say what the entry says; nothing is posted. */
export async function rewordReversal(
  journal: ManualJournal,
  before: Before,
  transaction: Transaction,
): Promise<ChangedReversal> {
  if (!before) return { entries: [], records: [] };
  const reworded = { ...before.journal, ...wordsOfReversal(journal) };
  await updateManualJournal(transaction, reworded);
  const data = reword(before.document, reworded);
  const changes = changesBetween(before.document, data);
  return {
    reversalUuid: data.uuid,
    entries: [],
    records: [{ ...journalRecord('updated', data, data.uuid), changes }],
  };
}

/** An entry whose words alone were changed, as it is told. */
export function reword(document: JournalEntry, journal: ManualJournal): JournalEntry {
  return {
    ...document,
    descriptionEntry: journal.description,
    refNumber: journal.ref_number,
    lines: document.lines.map((line, index) => ({
      ...line,
      descriptionLine: journal.line_descriptions[index] || null,
    })),
    updatedAt: new Date().toISOString(),
  };
}
