import { fieldError, invalidFields } from '../../errors.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { deletedAnswer } from '../../platform/http/record.ts';
import { withWriter } from '../four-eyes/index.ts';
import { findOutsidePeriod } from '../workspaces/open-period.ts';
import { deleteManualJournal } from './journal-entries.store.ts';
import { type JournalReferences, loadJournalReferences } from './journal-references.store.ts';
import { type LockedJournal, lockJournalEntry } from './lock-journal-entry.ts';
import {
  type JournalAuthor,
  journalRecord,
  sumOfDebits,
  toJournalReversal,
  toPostingOf,
} from './post-journal-entry.ts';
import { refuseOneWriter } from './second-person.ts';

/** The deletion of a posted entry that keeps every rule. */
export interface CheckedRemoval {
  readonly before: LockedJournal;
  readonly references: JournalReferences;
  /** The accounting date of what takes it back. */
  readonly effective: string;
}

/**
 * Locks an entry and checks whether it can be taken back, by all rules but that of the second person.
 *
 * @param date of the reversal; the entry's own where left out
 * @param isDraft whether the deletion is kept as a draft, which may be of any day
 * @throws ApiError with what stands in the way
 */
export async function checkJournalRemoval(
  transaction: Transaction,
  id: string,
  date: string | null | undefined,
  { caller }: JournalAuthor,
  { isDraft = false } = {},
): Promise<CheckedRemoval> {
  const before = await lockJournalEntry(transaction, id);
  const named = { accountIds: [], customerIds: [], vendorIds: [], tagIds: [] };
  const references = await loadJournalReferences(transaction, caller.personId, named);
  const effective = date ?? before.journal.date;
  if (effective < before.journal.date) {
    const predicate = `must be on or after ${before.journal.date}, the date of the entry`;
    throw invalidFields([fieldError('date', 'INVALID_DATE', predicate)]);
  }
  const wayOut = 'give `?date=` of a day in an open period';
  const outside = isDraft ? [] : findOutsidePeriod(effective, references.books, wayOut);
  if (outside.length > 0) throw invalidFields(outside);
  return { before, references, effective };
}

/**
 * Takes an entry back, and its reversal where it reverses itself.
 *
 * @param approvedOf who wrote the deletion where somebody else approves it; left out where the author makes it at once
 * @throws ApiError SECOND_PERSON_NEEDED
 */
export async function removeJournal(
  transaction: Transaction,
  { before, references, effective }: CheckedRemoval,
  author: JournalAuthor,
  approvedOf?: readonly string[],
): Promise<DoneChange<ReturnType<typeof deletedAnswer>>> {
  const { journal, live, reversal } = before;
  const writers = approvedOf ?? withWriter([], author.caller.personId);
  refuseOneWriter(sumOfDebits(live.lines), writers, author, references);
  await deleteManualJournal(transaction, journal.id);
  const data = deletedAnswer(journal.id);
  const records = [journalRecord('deleted', data, journal.id)];
  const posting = toJournalReversal(live, effective, false, author);
  if (!reversal) return { data, records, posting };
  const { journal: other } = reversal;
  await deleteManualJournal(transaction, other.id);
  // Open wherever `effective` is: the later of two days.
  const later = other.date > effective ? other.date : effective;
  return {
    data,
    records: [...records, journalRecord('deleted', deletedAnswer(other.id), other.id)],
    posting: toPostingOf([posting, toJournalReversal(reversal.live, later, false, author)]),
  };
}
