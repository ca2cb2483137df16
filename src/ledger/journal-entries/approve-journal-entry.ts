import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import type { ChangedRecord, DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { readWhen, refuseChangedSince } from '../../platform/http/changed-since.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { changeJournal, checkJournalChange } from './change-journal-entry.ts';
import type { JournalDraft } from './drafts/journal-draft.ts';
import { deleteJournalDraft, lockJournalDraft } from './drafts/journal-drafts.store.ts';
import { loadJournalEntry } from './get-journal-entry.ts';
import { DRAFT_JOURNAL_ENTRY_EXAMPLE_ID, JOURNAL_ENTRY_EXAMPLE } from './journal-entry.examples.ts';
import {
  createJournalEntryBody,
  type JournalEntry,
  journalEntrySchema,
  updateJournalEntryBody,
} from './journal-entry.schema.ts';
import { writeNewJournals } from './new-journal-entries.ts';
import { JOURNAL_ENTRY_ERRORS, type JournalAuthor } from './post-journal-entry.ts';
import { checkJournalRemoval, removeJournal } from './remove-journal-entry.ts';

export const approveJournalEntry = defineEndpoint({
  method: 'POST',
  path: '/partners/journal-entries/{id}/approve',
  operationId: 'approveJournalEntry',
  tag: 'Journal Entries',
  summary: 'Approve Journal Entry',
  description: `Does what a draft says: posts the entry, or changes or deletes the posted one, by all rules of those calls as things are now.
An entry that reverses itself is posted with its reversal. The \`id\` may also be that of the posted entry.

From the [four-eyes limit](/docs/guides/closing-the-books#a-second-person) of the workspace on, nobody approves what they wrote or
changed. Send the \`updatedAt\` of what you have looked at, so that nothing else is approved. An addition of Recount, which COUNT’s
API does not have.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the draft, or of the entry that it changes.'),
  body: z.object({ updatedAt: readWhen() }),
  status: 200,
  message: 'Journal entry approved successfully.',
  data: journalEntrySchema,
  notFound: 'JOURNAL_ENTRY_NOT_FOUND',
  errors: [...JOURNAL_ENTRY_ERRORS, 'JOURNAL_ENTRY_POSTED', 'CHANGED_SINCE'],
  examples: {
    params: { id: DRAFT_JOURNAL_ENTRY_EXAMPLE_ID },
    body: {},
    data: {
      ...JOURNAL_ENTRY_EXAMPLE,
      id: DRAFT_JOURNAL_ENTRY_EXAMPLE_ID,
      uuid: DRAFT_JOURNAL_ENTRY_EXAMPLE_ID,
    },
  },
  handle({ params: { id }, body: { updatedAt }, caller, raw, change }) {
    return change(async (transaction) => {
      const draft = await lockJournalDraft(transaction, id, { orOf: true });
      if (!draft) {
        await loadJournalEntry(transaction, id);
        throw new ApiError('JOURNAL_ENTRY_POSTED');
      }
      refuseChangedSince(updatedAt, draft.document.updatedAt);
      await deleteJournalDraft(transaction, draft.id);
      return DOING[draft.action](transaction, draft, { caller, requestId: raw.id });
    });
  },
});

type Doing = (
  transaction: Transaction,
  draft: JournalDraft,
  author: JournalAuthor,
) => Promise<DoneChange<JournalEntry>>;

/** What each kind of draft does, told in the audit log as its approval. */
const DOING: Readonly<Record<JournalDraft['action'], Doing>> = {
  async create(transaction, { id, body, writtenBy, document }, author) {
    const { recurringTemplateUuid } = document;
    const entry = { id, body: createJournalEntryBody.parse(body), writtenBy, recurringTemplateUuid };
    const [outcome] = await writeNewJournals(transaction, [entry], author);
    if (outcome instanceof ApiError) throw outcome;
    return { ...outcome!, records: asApproved(outcome!.records) };
  },

  async update(transaction, draft, author) {
    const body = updateJournalEntryBody.parse(draft.body);
    const checked = await checkJournalChange(transaction, journalOf(draft), body, author);
    const done = await changeJournal(transaction, checked, author, draft.writtenBy);
    return { ...done, records: asApproved(done.records) };
  },

  async delete(transaction, draft, author) {
    const date = draft.body.date as string;
    const checked = await checkJournalRemoval(transaction, journalOf(draft), date, author);
    const done = await removeJournal(transaction, checked, author, draft.writtenBy);
    const { document } = checked.before;
    const data = { ...document, status: 'deleted' as const, editable: false, draftUuid: null };
    return { ...done, data, records: asApproved(done.records) };
  },
};

function journalOf({ id, journalId }: JournalDraft): string {
  if (journalId === null) throw new Error(`draft ${id} names no entry`);
  return journalId;
}

/** The first of the records is of the entry itself. */
function asApproved([first, ...others]: readonly ChangedRecord[]): ChangedRecord[] {
  return [{ ...first!, action: 'approved', event: `${first!.entity}.${first!.action}` }, ...others];
}
