import { writeRow } from '../../platform/change/write-rows.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { CREATE_JOURNAL_ENTRY_EXAMPLE, JOURNAL_ENTRY_EXAMPLE } from './journal-entry.examples.ts';
import { createJournalEntryBody, journalEntrySchema } from './journal-entry.schema.ts';
import { newJournalEntries } from './new-journal-entries.ts';
import { JOURNAL_ENTRY_ERRORS } from './post-journal-entry.ts';

export const createJournalEntry = defineEndpoint({
  method: 'POST',
  path: '/partners/journal-entries',
  operationId: 'createJournalEntry',
  tag: 'Journal Entries',
  summary: 'Create Journal Entry',
  description: `Posts exactly the lines that are given, in both books. Debits and credits must be equal in sum. A line on accounts
receivable or payable is an open item of its customer or vendor, or of nobody where none is named.

With \`reversesOn\` the entry reverses itself on that day, such as an accrual on the first of the next month: both are posted at once.

In a closed period it is refused, unless an owner of the workspace posts \`withCaution\`: then the entry is marked as late.

With \`isDraft: true\` all is checked but whether the books of its dates are open, and nothing posted: the entry is in no report, and in
lists only with \`status=draft\`, until it is [approved](/docs/journal-entries/approve-journal-entry). \`withCaution\` counts then, for
whoever approves it. From the [four-eyes limit](/docs/guides/closing-the-books#a-second-person) of
the workspace on, entries are made that way only.`,
  access: 'partner',
  body: createJournalEntryBody,
  status: 201,
  message: 'Journal entry created successfully.',
  data: journalEntrySchema,
  errors: JOURNAL_ENTRY_ERRORS,
  examples: { body: CREATE_JOURNAL_ENTRY_EXAMPLE, data: JOURNAL_ENTRY_EXAMPLE },
  handle({ body, caller, raw, change }) {
    return change((transaction) =>
      writeRow(transaction, body, newJournalEntries({ caller, requestId: raw.id })),
    );
  },
});
