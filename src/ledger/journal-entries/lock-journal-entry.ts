import { ApiError } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { loadLiveEntry, type StoredEntry } from '../posting/load-entry.ts';
import { loadJournalEntry } from './get-journal-entry.ts';
import { lockManualJournal, lockReversalOf, type ManualJournal } from './journal-entries.store.ts';
import type { JournalEntry } from './journal-entry.schema.ts';

/** A manual entry that is about to change, with the entry of the ledger behind it. */
export interface LockedJournal {
  readonly journal: ManualJournal;
  readonly live: StoredEntry;
  readonly document: JournalEntry;
  /** Where the entry reverses itself, its reversal. */
  readonly reversal?: Omit<LockedJournal, 'reversal'> | undefined;
}

/**
 * Locks a manual entry.
 *
 * @throws ApiError JOURNAL_ENTRY_NOT_FOUND, or JOURNAL_ENTRY_READ_ONLY where a document or another entry posted it
 */
export async function lockJournalEntry(transaction: Transaction, id: string): Promise<LockedJournal> {
  const journal = await lockManualJournal(transaction, id);
  const document = await loadJournalEntry(transaction, id);
  if (!journal) {
    const { source, sourceUuid } = document;
    const message =
      source === 'journal'
        ? 'The request is invalid here: a version of an entry is kept as it is; the `uuid` of the entry must be given instead.'
        : `The request is invalid here: the entry was posted by another document (${source} ${sourceUuid}), and must be changed there.`;
    throw new ApiError('JOURNAL_ENTRY_READ_ONLY', { message, details: { source, sourceUuid } });
  }
  if (journal.reversal_of !== null) {
    throw new ApiError('JOURNAL_ENTRY_READ_ONLY', {
      message: `The request is invalid here: the entry is the reversal of another, ${journal.reversal_of}, and must be changed there.`,
      details: { source: 'journal', sourceUuid: journal.reversal_of },
    });
  }
  const live = await loadLive(transaction, journal);
  const other = journal.reverses_on === null ? undefined : await lockReversalOf(transaction, id);
  const reversal = other && {
    journal: other,
    live: await loadLive(transaction, other),
    document: await loadJournalEntry(transaction, other.id),
  };
  return { journal, live, document, reversal };
}

async function loadLive(transaction: Transaction, { id, version }: ManualJournal): Promise<StoredEntry> {
  const live = await loadLiveEntry(transaction, id, version);
  if (!live) throw new Error(`manual entry ${id} has no live entry`);
  return live;
}
