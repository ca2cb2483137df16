import { z } from 'zod';
import type { DoneChange } from '../../platform/change/change.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { addition, answered, date, idParams, queryBoolean } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { draftRemoval, refuseWhileDraftWaits } from './drafts/draft-change.ts';
import { toDeletedDraft } from './drafts/journal-draft.ts';
import { deleteJournalDraft, lockJournalDraft } from './drafts/journal-drafts.store.ts';
import { JOURNAL_ENTRY_EXAMPLE } from './journal-entry.examples.ts';
import { checkJournalRemoval, removeJournal } from './remove-journal-entry.ts';

const deletionSchema = deletedSchema('entry').extend({
  deleted: z.boolean().describe('Whether it is deleted; `false` where the deletion waits to be approved.'),
  draftUuid: answered
    .uuid()
    .optional()
    .describe('The draft of the deletion, where that waits to be approved.')
    .meta(addition()),
});
type Deletion = z.output<typeof deletionSchema>;

export const deleteJournalEntry = defineEndpoint({
  method: 'DELETE',
  path: '/partners/journal-entries/{id}',
  operationId: 'deleteJournalEntry',
  tag: 'Journal Entries',
  summary: 'Delete Journal Entry',
  description: `Takes a manual entry back: the journal keeps it, and an entry that reverses it, and lists show neither. The reversal
takes the entry’s own date while that period is open; give another \`date\` where it is closed. Entries that a document
posted follow that document. Of an entry that reverses itself, its reversal goes with it, on its own day or that of
\`date\`, whichever is later.

A draft is deleted without a trace in the journal. With \`isDraft=true\` the deletion of a posted entry is kept as a draft, and the answer is
its id; [Approve Journal Entry](/docs/journal-entries/approve-journal-entry) makes it. From the [four-eyes
limit](/docs/guides/closing-the-books#a-second-person) of the workspace on, entries are deleted that way only.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the entry.'),
  query: z.object({
    date: date()
      .optional()
      .describe('The accounting date of the reversal, on or after the entry’s, which it is when left out.'),
    isDraft: queryBoolean()
      .optional()
      .describe(
        '`true`: of a posted entry keeps the deletion as a draft, and makes it only when it is approved.',
      )
      .meta(addition()),
  }),
  status: 200,
  message: 'Journal entry deleted successfully.',
  data: deletionSchema,
  notFound: 'JOURNAL_ENTRY_NOT_FOUND',
  errors: [
    'JOURNAL_ENTRY_READ_ONLY',
    'PERIOD_CLOSED',
    'BEFORE_CUTOVER',
    'SECOND_PERSON_NEEDED',
    'JOURNAL_ENTRY_CHANGE_WAITS',
  ],
  examples: { data: deletedAnswer(JOURNAL_ENTRY_EXAMPLE.uuid) },
  handle({ params: { id }, query, caller, raw, change }) {
    const author = { caller, requestId: raw.id };
    return change(async (transaction): Promise<DoneChange<Deletion>> => {
      const draft = await lockJournalDraft(transaction, id);
      if (draft) {
        await deleteJournalDraft(transaction, id);
        return { data: deletedAnswer(id), records: [toDeletedDraft(draft)] };
      }
      const isDraft = query.isDraft === true;
      const checked = await checkJournalRemoval(transaction, id, query.date, author, { isDraft });
      await refuseWhileDraftWaits(transaction, id);
      return isDraft
        ? draftRemoval(transaction, checked, author)
        : removeJournal(transaction, checked, author);
    });
  },
});
