import { v7 as uuidv7 } from 'uuid';
import { ApiError, invalidFields } from '../../errors.ts';
import type { RowOutcome, RowWriter } from '../../platform/change/write-rows.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { withWriter } from '../four-eyes/index.ts';
import { type ComposedJournal, composeJournalEntry, namedByLines } from './compose-journal-entry.ts';
import { type JournalDraft, journalDraftRecord, toDraftDocument } from './drafts/journal-draft.ts';
import { insertJournalDrafts } from './drafts/journal-drafts.store.ts';
import { toStoredBody } from './drafts/stored-body.ts';
import { insertJournalOpenItems, insertManualJournals, type ManualJournal } from './journal-entries.store.ts';
import type { CreateJournalEntryBody, JournalEntry } from './journal-entry.schema.ts';
import { type JournalReferences, loadJournalReferences, onAnyDay } from './journal-references.store.ts';
import {
  describeJournal,
  type JournalAuthor,
  journalRecord,
  sumOfDebits,
  toJournalPosting,
  toPostingOf,
  withLateReason,
} from './post-journal-entry.ts';
import { type ComposedReversal, composeReversal } from './reversing-journal.ts';
import { needsSecondPerson, refuseOneWriter } from './second-person.ts';

/** An entry that is to be: its id, and who wrote it. */
export interface NewJournal {
  readonly id: string;
  readonly body: CreateJournalEntryBody;
  readonly writtenBy: readonly string[];
  /** The template that makes it. */
  readonly recurringTemplateUuid?: string | null | undefined;
  /** Whether it becomes a draft where a second person must approve it, and is not refused. */
  readonly holdsForApproval?: boolean;
}

/** An entry that keeps every rule. */
export interface CheckedJournal {
  readonly body: CreateJournalEntryBody;
  readonly journal: ManualJournal;
  readonly composed: ComposedJournal;
  readonly reversal: ComposedReversal | undefined;
  readonly recurringTemplateUuid: string | null | undefined;
}

/**
 * Checks a new entry against all rules but that of the second person.
 *
 * @throws ApiError with every broken rule
 */
export function checkNewJournal(
  { id, body, writtenBy, recurringTemplateUuid }: NewJournal,
  references: JournalReferences,
): CheckedJournal {
  const composed = composeJournalEntry(id, body, references);
  if ('errors' in composed) throw invalidFields([...composed.errors]);
  const journal = {
    id,
    version: 1,
    date: body.date,
    description: body.descriptionEntry,
    ref_number: body.refNumber ?? null,
    line_descriptions: composed.lineDescriptions,
    reverses_on: body.reversesOn ?? null,
    reversal_of: null,
    written_by: writtenBy,
  };
  const reversal = composeReversal(journal, composed.lines, references);
  return { body, journal, composed, reversal, recurringTemplateUuid };
}

/** Creates manual entries or drafts of them: one, or the rows of a bulk call; whatever they name is looked up at once. */
export function newJournalEntries(author: JournalAuthor): RowWriter<CreateJournalEntryBody, JournalEntry> {
  const writtenBy = withWriter([], author.caller.personId);
  return {
    write: (transaction, bodies) =>
      writeNewJournals(
        transaction,
        bodies.map((body) => ({ id: uuidv7(), body, writtenBy })),
        author,
      ),
  };
}

/** Posts new entries, and keeps those that are to be drafts. */
export async function writeNewJournals(
  transaction: Transaction,
  entries: readonly NewJournal[],
  author: JournalAuthor,
): Promise<RowOutcome<JournalEntry>[]> {
  const named = namedByLines(entries.flatMap(({ body }) => body.lines));
  const references = await loadJournalReferences(transaction, author.caller.personId, named);
  const checked = entries.map((entry) => refusedOr(() => checkEntry(entry, references, author)));
  const accepted = checked.flatMap((one) => (one instanceof ApiError ? [] : [one]));
  const now = new Date().toISOString();
  const drafts = new Map(
    accepted.flatMap((one) =>
      one.body.isDraft === true ? [[one, toNewDraft(one, references, now)] as const] : [],
    ),
  );
  await insertJournalDrafts(transaction, [...drafts.values()], author.caller.app.id);
  await insertEntries(
    transaction,
    accepted.filter((one) => !drafts.has(one)),
    author,
  );
  return checked.map((one) => {
    if (one instanceof ApiError) return one;
    const draft = drafts.get(one);
    if (!draft) return toPostedEntry(one, references, author, now);
    return { data: draft.document, records: [journalDraftRecord('created', draft.document)] };
  });
}

function refusedOr<T>(check: () => T): T | ApiError {
  try {
    return check();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function checkEntry(entry: NewJournal, references: JournalReferences, author: JournalAuthor): CheckedJournal {
  if (entry.body.isDraft === true) return checkNewJournal(entry, onAnyDay(references));
  const checked = checkNewJournal(entry, references);
  const amount = sumOfDebits(checked.composed.lines);
  if (entry.holdsForApproval && needsSecondPerson(amount, references))
    return { ...checked, body: { ...entry.body, isDraft: true } };
  refuseOneWriter(amount, entry.writtenBy, author, references);
  return checked;
}

/** A draft of an entry as it is kept. */
export function toNewDraft(
  { body, journal, composed, recurringTemplateUuid }: CheckedJournal,
  references: JournalReferences,
  createdAt: string,
): JournalDraft {
  const told = { journal, entryId: null, composed, references, createdAt, recurringTemplateUuid };
  const described = describeJournal(told);
  return {
    id: journal.id,
    action: 'create',
    journalId: null,
    journalVersion: null,
    date: journal.date,
    body: toStoredBody(body),
    document: toDraftDocument(described, { id: journal.id, action: 'create', journalId: null }),
    writtenBy: journal.written_by,
  };
}

async function insertEntries(
  transaction: Transaction,
  entries: readonly CheckedJournal[],
  { caller }: JournalAuthor,
): Promise<void> {
  if (entries.length === 0) return;
  await insertManualJournals(
    transaction,
    entries
      .flatMap(({ journal, reversal }) => (reversal ? [journal, reversal.journal] : [journal]))
      .map((journal) => ({ ...journal, partner_app_id: caller.app.id })),
  );
  await insertJournalOpenItems(
    transaction,
    entries.flatMap(({ composed }) => composed.openItems),
  );
}

function toPostedEntry(
  { body, journal, composed, reversal, recurringTemplateUuid }: CheckedJournal,
  references: JournalReferences,
  author: JournalAuthor,
  createdAt: string,
): RowOutcome<JournalEntry> {
  const entryId = uuidv7();
  const reversalUuid = reversal?.journal.id;
  const told = { journal, entryId, composed, references, createdAt, reversalUuid, recurringTemplateUuid };
  const data = describeJournal(told);
  const record = journalRecord('created', data, journal.id);
  const records = [composed.late ? withLateReason(record, body) : record];
  const posting = toJournalPosting(journal, entryId, composed, author);
  if (!reversal) return { data, records, posting };
  const reverse = describeJournal({ ...reversal, references, createdAt });
  return {
    data,
    records: [...records, journalRecord('created', reverse, reverse.uuid)],
    posting: toPostingOf([
      posting,
      toJournalPosting(reversal.journal, reversal.entryId, reversal.composed, author),
    ]),
  };
}
