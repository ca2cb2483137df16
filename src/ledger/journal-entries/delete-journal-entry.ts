import { z } from 'zod';
import { fieldError, invalidFields } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { date, idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { findOutsidePeriod } from '../workspaces/open-period.ts';
import { deleteManualJournal } from './journal-entries.store.ts';
import { JOURNAL_ENTRY_EXAMPLE } from './journal-entry.examples.ts';
import { loadJournalReferences } from './journal-references.store.ts';
import { lockJournalEntry } from './lock-journal-entry.ts';
import { journalRecord, toJournalReversal, toPostingOf } from './post-journal-entry.ts';

export const deleteJournalEntry = defineEndpoint({
  method: 'DELETE',
  path: '/partners/journal-entries/{id}',
  operationId: 'deleteJournalEntry',
  tag: 'Journal Entries',
  summary: 'Delete Journal Entry',
  description: `Takes a manual entry back: the journal keeps it, and an entry that reverses it, and lists show neither. The reversal
takes the entry’s own date while that period is open; give another \`date\` where it is closed. Entries that a document
posted follow that document. Of an entry that reverses itself, its reversal goes with it, on its own day or that of
\`date\`, whichever is later.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the entry.'),
  query: z.object({
    date: date()
      .optional()
      .describe('The accounting date of the reversal, on or after the entry’s, which it is when left out.'),
  }),
  status: 200,
  message: 'Journal entry deleted successfully.',
  data: deletedSchema('entry'),
  notFound: 'JOURNAL_ENTRY_NOT_FOUND',
  errors: ['JOURNAL_ENTRY_READ_ONLY', 'PERIOD_CLOSED', 'BEFORE_CUTOVER'],
  examples: { data: deletedAnswer(JOURNAL_ENTRY_EXAMPLE.uuid) },
  handle({ params: { id }, query, caller, raw, change }) {
    return change(async (transaction) => {
      const { journal, live, reversal } = await lockJournalEntry(transaction, id);
      const named = { accountIds: [], customerIds: [], vendorIds: [], tagIds: [] };
      const { books } = await loadJournalReferences(transaction, caller.personId, named);
      const effective = query.date ?? journal.date;
      if (effective < journal.date) {
        const predicate = `must be on or after ${journal.date}, the date of the entry`;
        throw invalidFields([fieldError('date', 'INVALID_DATE', predicate)]);
      }
      const outside = findOutsidePeriod(effective, books, 'give `?date=` of a day in an open period');
      if (outside.length > 0) throw invalidFields(outside);
      await deleteManualJournal(transaction, id);
      const data = deletedAnswer(id);
      const author = { caller, requestId: raw.id };
      const records = [journalRecord('deleted', data, id)];
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
    });
  },
});
