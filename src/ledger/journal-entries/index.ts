import type { Endpoint } from '../../platform/http/endpoint.ts';
import { approveJournalEntry } from './approve-journal-entry.ts';
import { bulkCreateJournalEntries } from './bulk-create-journal-entries.ts';
import { createJournalEntry } from './create-journal-entry.ts';
import { deleteJournalEntry } from './delete-journal-entry.ts';
import { getJournalEntry } from './get-journal-entry.ts';
import { listJournalEntries } from './list-journal-entries.ts';
import { reviewJournalEntry } from './review-journal-entry.ts';
import { updateJournalEntry } from './update-journal-entry.ts';

/** The endpoints of journal entries. */
export const JOURNAL_ENTRY_ENDPOINTS: readonly Endpoint[] = [
  createJournalEntry,
  bulkCreateJournalEntries,
  listJournalEntries,
  getJournalEntry,
  updateJournalEntry,
  approveJournalEntry,
  reviewJournalEntry,
  deleteJournalEntry,
];
