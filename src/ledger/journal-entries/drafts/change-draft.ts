import { fieldError, invalidFields } from '../../../errors.ts';
import type { DoneChange } from '../../../platform/change/change.ts';
import { changesBetween } from '../../../platform/change/changes-between.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { withWriter } from '../../four-eyes/index.ts';
import { checkJournalChange, describeChangeDraft } from '../change-journal-entry.ts';
import { namedByLines } from '../compose-journal-entry.ts';
import {
  createJournalEntryBody,
  type JournalEntry,
  type UpdateJournalEntryBody,
  updateJournalEntryBody,
} from '../journal-entry.schema.ts';
import { loadJournalReferences, onAnyDay } from '../journal-references.store.ts';
import { checkNewJournal, toNewDraft } from '../new-journal-entries.ts';
import type { JournalAuthor } from '../post-journal-entry.ts';
import { type JournalDraft, journalDraftRecord, toDraftDocument } from './journal-draft.ts';
import { updateJournalDraft } from './journal-drafts.store.ts';
import { toStoredBody } from './stored-body.ts';

/**
 * Changes a draft that is locked: whoever does becomes one of its writers.
 *
 * @throws ApiError with every rule that the draft would break
 */
export async function changeDraft(
  transaction: Transaction,
  before: JournalDraft,
  given: UpdateJournalEntryBody,
  author: JournalAuthor,
): Promise<DoneChange<JournalEntry>> {
  if (given.isDraft === false) {
    const predicate = 'must be left out: the entry is posted when somebody approves it';
    throw invalidFields([fieldError('isDraft', 'INVALID_VALUE', predicate)]);
  }
  if (before.action === 'delete') {
    const predicate =
      'must be of an entry: this is a deletion that waits to be approved, and can be deleted itself';
    throw invalidFields([fieldError('id', 'INVALID_VALUE', predicate)]);
  }
  const writtenBy = withWriter(before.writtenBy, author.caller.personId);
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const changed = { ...before, body: { ...before.body, ...toStoredBody(changes) }, writtenBy };
  const after =
    before.action === 'create'
      ? await recheckNew(transaction, changed, author)
      : await recheckChange(transaction, changed, author);
  await updateJournalDraft(transaction, after);
  const record = journalDraftRecord('updated', after.document);
  return {
    data: after.document,
    records: [{ ...record, changes: changesBetween(before.document, after.document) }],
  };
}

async function recheckNew(
  transaction: Transaction,
  draft: JournalDraft,
  { caller }: JournalAuthor,
): Promise<JournalDraft> {
  const body = createJournalEntryBody.parse(draft.body);
  const references = await loadJournalReferences(transaction, caller.personId, namedByLines(body.lines));
  const { id, writtenBy, document } = draft;
  const { recurringTemplateUuid } = document;
  const checked = checkNewJournal({ id, body, writtenBy, recurringTemplateUuid }, onAnyDay(references));
  return toNewDraft(checked, references, draft.document.createdAt);
}

async function recheckChange(
  transaction: Transaction,
  draft: JournalDraft,
  author: JournalAuthor,
): Promise<JournalDraft> {
  const body = updateJournalEntryBody.parse(draft.body);
  const change = await checkJournalChange(transaction, draft.journalId!, body, author, { isDraft: true });
  const { createdAt } = draft.document;
  const document = { ...toDraftDocument(describeChangeDraft(change, draft.writtenBy), draft), createdAt };
  return { ...draft, date: document.date, document };
}
