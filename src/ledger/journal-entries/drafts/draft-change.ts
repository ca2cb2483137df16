import { v7 as uuidv7 } from 'uuid';
import { ApiError } from '../../../errors.ts';
import type { DoneChange } from '../../../platform/change/change.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { identityOf } from '../../../platform/http/record.ts';
import { withWriter } from '../../four-eyes/index.ts';
import { type CheckedChange, describeChangeDraft } from '../change-journal-entry.ts';
import type { JournalEntry } from '../journal-entry.schema.ts';
import type { LockedJournal } from '../lock-journal-entry.ts';
import type { JournalAuthor } from '../post-journal-entry.ts';
import type { CheckedRemoval } from '../remove-journal-entry.ts';
import { type DraftAction, type JournalDraft, journalDraftRecord, toDraftDocument } from './journal-draft.ts';
import { findDraftOf, insertJournalDrafts } from './journal-drafts.store.ts';
import { type StoredBody, toStoredBody } from './stored-body.ts';

/** Keeps a change of a posted entry that is locked, for somebody to approve. */
export async function draftChange(
  transaction: Transaction,
  change: CheckedChange,
  author: JournalAuthor,
): Promise<DoneChange<JournalEntry>> {
  const writtenBy = withWriter([], author.caller.personId);
  const described = describeChangeDraft(change, writtenBy);
  const kept = { action: 'update', date: described.date, body: toStoredBody(change.body) } as const;
  const { document } = await keep(transaction, change.before, { ...kept, described, writtenBy }, author);
  return { data: document, records: [journalDraftRecord('created', document)] };
}

/** Keeps the deletion of a posted entry that is locked, for somebody to approve. */
export async function draftRemoval(
  transaction: Transaction,
  { before, effective }: CheckedRemoval,
  author: JournalAuthor,
) {
  const kept = {
    action: 'delete',
    date: effective,
    body: toStoredBody({ date: effective }),
    described: before.document,
    writtenBy: withWriter([], author.caller.personId),
  } as const;
  const { id, document } = await keep(transaction, before, kept, author);
  const data = { ...identityOf(before.journal.id), deleted: false, draftUuid: id };
  return { data, records: [journalDraftRecord('created', document)] };
}

interface Kept {
  readonly action: DraftAction;
  readonly date: string;
  readonly body: StoredBody;
  readonly described: JournalEntry;
  readonly writtenBy: readonly string[];
}

async function keep(
  transaction: Transaction,
  { journal }: LockedJournal,
  { described, ...kept }: Kept,
  { caller }: JournalAuthor,
): Promise<JournalDraft> {
  const id = uuidv7();
  const createdAt = new Date().toISOString();
  const named = { id, action: kept.action, journalId: journal.id };
  const document = { ...toDraftDocument(described, named), createdAt, updatedAt: createdAt };
  const draft = { ...kept, ...named, journalVersion: journal.version, document };
  await insertJournalDrafts(transaction, [draft], caller.app.id);
  return draft;
}

/**
 * Lets an entry that is locked change only while nothing of it waits to be approved.
 *
 * @throws ApiError JOURNAL_ENTRY_CHANGE_WAITS
 */
export async function refuseWhileDraftWaits(transaction: Transaction, journalId: string): Promise<void> {
  const draftUuid = await findDraftOf(transaction, journalId);
  if (draftUuid) throw new ApiError('JOURNAL_ENTRY_CHANGE_WAITS', { details: { draftUuid } });
}
