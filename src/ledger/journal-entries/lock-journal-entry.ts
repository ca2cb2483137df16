import { ApiError } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { loadLiveEntry, type StoredEntry } from '../posting/load-entry.ts';
import { loadJournalEntry } from './get-journal-entry.ts';
import { lockManualJournal, type ManualJournal } from './journal-entries.store.ts';
import type { JournalEntry } from './journal-entry.schema.ts';

/** A manual entry that is about to change, with the entry of the ledger behind it. */
export interface LockedJournal {
  readonly journal: ManualJournal;
  readonly live: StoredEntry;
  readonly document: JournalEntry;
}

/**
 * Locks a manual entry.
 *
 * @throws ApiError JOURNAL_ENTRY_NOT_FOUND, or JOURNAL_ENTRY_READ_ONLY where a document posted it
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
  const live = await loadLiveEntry(transaction, journal.id, journal.version);
  if (!live) throw new Error(`manual entry ${id} has no live entry`);
  return { journal, live, document };
}
