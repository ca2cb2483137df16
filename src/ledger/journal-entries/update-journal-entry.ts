import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { changeJournal, checkJournalChange } from './change-journal-entry.ts';
import { changeDraft } from './drafts/change-draft.ts';
import { draftChange, refuseWhileDraftWaits } from './drafts/draft-change.ts';
import { lockJournalDraft } from './drafts/journal-drafts.store.ts';
import { CREATE_JOURNAL_ENTRY_EXAMPLE, JOURNAL_ENTRY_EXAMPLE } from './journal-entry.examples.ts';
import { journalEntrySchema, updateJournalEntryBody } from './journal-entry.schema.ts';
import { JOURNAL_ENTRY_ERRORS } from './post-journal-entry.ts';

export const updateJournalEntry = defineEndpoint({
  method: 'PATCH',
  path: '/partners/journal-entries/{id}',
  operationId: 'updateJournalEntry',
  tag: 'Journal Entries',
  summary: 'Update Journal Entry',
  description: `Changes the fields that are given and leaves the others; \`lines\` replace all lines. A change of texts, those
of lines too, posts nothing. A change of the date or of anything else of lines reverses the entry and posts the next version, so that the journal shows both. The reversal of an
entry that reverses itself follows it. Entries that a document posted follow that document.

A draft is changed in place. With \`isDraft: true\` the change of a posted entry is kept as a draft of its own, and the answer is that
draft; [Approve Journal Entry](/docs/journal-entries/approve-journal-entry) makes it. From the [four-eyes
limit](/docs/guides/closing-the-books#a-second-person) of the workspace on, changes are made that way only: before or after.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the entry.'),
  body: updateJournalEntryBody,
  status: 200,
  message: 'Journal entry updated successfully.',
  data: journalEntrySchema,
  notFound: 'JOURNAL_ENTRY_NOT_FOUND',
  errors: [...JOURNAL_ENTRY_ERRORS, 'JOURNAL_ENTRY_READ_ONLY', 'JOURNAL_ENTRY_CHANGE_WAITS'],
  examples: { body: { refNumber: CREATE_JOURNAL_ENTRY_EXAMPLE.refNumber }, data: JOURNAL_ENTRY_EXAMPLE },
  handle({ params: { id }, body, caller, raw, change }) {
    const author = { caller, requestId: raw.id };
    return change(async (transaction) => {
      const draft = await lockJournalDraft(transaction, id);
      if (draft) return changeDraft(transaction, draft, body, author);
      const isDraft = body.isDraft === true;
      const checked = await checkJournalChange(transaction, id, body, author, { isDraft });
      await refuseWhileDraftWaits(transaction, id);
      return isDraft
        ? draftChange(transaction, checked, author)
        : changeJournal(transaction, checked, author);
    });
  },
});
