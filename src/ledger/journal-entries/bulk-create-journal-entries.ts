import { z } from 'zod';
import { defineBulkEndpoint } from '../../platform/http/bulk-endpoint.ts';
import { CREATE_JOURNAL_ENTRY_EXAMPLE, JOURNAL_ENTRY_EXAMPLE } from './journal-entry.examples.ts';
import { createJournalEntryBody, journalEntrySchema } from './journal-entry.schema.ts';
import { newJournalEntries } from './new-journal-entries.ts';
import { JOURNAL_ENTRY_ERRORS } from './post-journal-entry.ts';

/** A line as the bulk call answers it: with what names its entry, since clients read an array of lines there. */
const answeredLine = z.object({
  ...journalEntrySchema.shape.lines.element.shape,
  journalEntryUuid: journalEntrySchema.shape.uuid.describe('The entry that it is of.'),
  reversalUuid: journalEntrySchema.shape.reversalUuid.describe(
    'The entry that reverses that one on its day.',
  ),
});

export const bulkCreateJournalEntries = defineBulkEndpoint({
  method: 'POST',
  path: '/partners/journal-entries/bulk',
  operationId: 'bulkCreateJournalEntries',
  tag: 'Journal Entries',
  summary: 'Bulk Create Journal Entries',
  description:
    'Posts many entries with one call, each by the rules of [Create Journal ' +
    'Entry](/docs/journal-entries/create-journal-entry). Each result has the lines of its entry.',
  rows: {
    field: 'journalEntries',
    label: 'journal entry',
    plural: 'journal entries',
    key: 'journalEntry',
    record: z.array(answeredLine),
  },
  row: createJournalEntryBody,
  message: 'Bulk request accepted: each result says whether its journal entry was created.',
  rowErrors: JOURNAL_ENTRY_ERRORS,
  examples: {
    rows: [CREATE_JOURNAL_ENTRY_EXAMPLE],
    results: [
      JOURNAL_ENTRY_EXAMPLE.lines.map((line) => ({
        ...line,
        journalEntryUuid: JOURNAL_ENTRY_EXAMPLE.uuid,
        reversalUuid: null,
      })),
    ],
  },
  writer({ caller, requestId }) {
    const writer = newJournalEntries({ caller, requestId });
    return {
      async write(transaction, rows) {
        const outcomes = await writer.write(transaction, rows);
        return outcomes?.map((outcome) =>
          'data' in outcome
            ? {
                ...outcome,
                data: outcome.data.lines.map((line) => ({
                  ...line,
                  journalEntryUuid: outcome.data.uuid,
                  reversalUuid: outcome.data.reversalUuid,
                })),
              }
            : outcome,
        );
      },
    };
  },
});
