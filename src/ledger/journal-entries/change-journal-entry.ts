import { isDeepStrictEqual } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { invalidFields } from '../../errors.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { withWriter } from '../four-eyes/index.ts';
import { formatMinorUnits, readStoredDecimal } from '../money/index.ts';
import { changeReversal, reword, rewordReversal } from './change-reversal.ts';
import { type ComposedJournal, composeJournalEntry, namedByLines } from './compose-journal-entry.ts';
import { insertJournalOpenItems, type ManualJournal, updateManualJournal } from './journal-entries.store.ts';
import type { CreateJournalEntryBody, JournalEntry, UpdateJournalEntryBody } from './journal-entry.schema.ts';
import { type JournalReferences, loadJournalReferences, onAnyDay } from './journal-references.store.ts';
import { type LockedJournal, lockJournalEntry } from './lock-journal-entry.ts';
import {
  describeJournal,
  type JournalAuthor,
  journalRecord,
  sumOfDebits,
  toJournalPosting,
  toJournalReversal,
  toPostingOf,
  withLateReason,
} from './post-journal-entry.ts';
import { findUnfitCaution, findUnfitReversal } from './reversing-journal.ts';
import { refuseOneWriter } from './second-person.ts';

/** A change of a posted entry that keeps every rule. */
export interface CheckedChange {
  readonly before: LockedJournal;
  readonly body: UpdateJournalEntryBody;
  readonly wanted: CreateJournalEntryBody;
  readonly references: JournalReferences;
  readonly posted: PostedByChange;
  readonly composed: ComposedJournal;
}

/**
 * Locks an entry and checks a change of it against all rules but that of the second person.
 *
 * @param isDraft whether the change is kept as a draft, which may be of any day
 * @throws ApiError with every broken rule
 */
export async function checkJournalChange(
  transaction: Transaction,
  id: string,
  body: UpdateJournalEntryBody,
  { caller }: JournalAuthor,
  { isDraft = false } = {},
): Promise<CheckedChange> {
  const before = await lockJournalEntry(transaction, id);
  const wanted = overlay(before, body);
  const found = await loadJournalReferences(transaction, caller.personId, namedByLines(wanted.lines));
  const references = isDraft ? onAnyDay(found) : found;
  const posted = postedByChange(before, body, wanted);
  const composed = composeChange(before, wanted, posted, references, body.lines === undefined);
  return { before, body, wanted, references, posted, composed };
}

/**
 * Makes a change: what is posted anew reverses what was posted.
 *
 * @param approvedOf who wrote the change where somebody else approves it; left out where the author makes it at once
 * @throws ApiError SECOND_PERSON_NEEDED
 */
export async function changeJournal(
  transaction: Transaction,
  change: CheckedChange,
  author: JournalAuthor,
  approvedOf?: readonly string[],
): Promise<DoneChange<JournalEntry>> {
  const { before, body, wanted, references, posted, composed } = change;
  const { personId } = author.caller;
  if (posted.entry || posted.reversal) {
    const [was, is] = [sumOfDebits(before.live.lines), sumOfDebits(composed.lines)];
    refuseOneWriter(was > is ? was : is, approvedOf ?? withWriter([], personId), author, references);
  }
  const writers = approvedOf ?? withWriter(before.journal.written_by, personId);
  const journal = toChangedJournal(before.journal, { wanted, posted, composed, writers });
  await updateManualJournal(transaction, journal);
  await insertJournalOpenItems(transaction, composed.openItems);
  const pastClose = body.withCaution === true && references.isOwner;
  const context = { transaction, references, author, pastClose };
  const followed = { ...journal, written_by: writers };
  const reversal = posted.reversal
    ? await changeReversal(followed, composed.lines, before.reversal, context)
    : await rewordReversal(journal, before.reversal, transaction);
  const entryId = uuidv7();
  const data = describeChange(change, journal, posted.entry ? entryId : undefined, reversal.reversalUuid);
  const entries = [
    ...(posted.entry
      ? [
          toJournalReversal(before.live, before.journal.date, pastClose, author),
          toJournalPosting(journal, entryId, composed, author),
        ]
      : []),
    ...reversal.entries,
  ];
  const updated = toUpdated(before, data);
  const { closedThrough } = references.books;
  const isPast = (date: string) => closedThrough !== null && date <= closedThrough;
  const isLate = posted.entry && (isPast(before.journal.date) || isPast(journal.date));
  const records = [isLate ? withLateReason(updated, wanted) : updated, ...reversal.records];
  return entries.length > 0 ? { data, records, posting: toPostingOf(entries) } : { data, records };
}

function toChangedJournal(
  before: ManualJournal,
  {
    wanted,
    posted,
    composed,
    writers,
  }: Pick<CheckedChange, 'wanted' | 'posted' | 'composed'> & { readonly writers: readonly string[] },
): ManualJournal {
  return {
    ...before,
    version: before.version + (posted.entry ? 1 : 0),
    date: wanted.date,
    description: wanted.descriptionEntry,
    ref_number: wanted.refNumber ?? null,
    line_descriptions: composed.lineDescriptions,
    reverses_on: wanted.reversesOn ?? null,
    written_by: posted.entry ? writers : before.written_by,
  };
}

/**
 * The entry as it becomes.
 *
 * @param entryId the entry of the ledger where one is posted anew; null where a draft only says what would be
 */
function describeChange(
  { before, references, composed }: CheckedChange,
  journal: ManualJournal,
  entryId: string | null | undefined,
  reversalUuid: string | undefined,
): JournalEntry {
  const { createdAt, recurringTemplateUuid } = before.document;
  const told = { journal, composed, references, createdAt, reversalUuid, recurringTemplateUuid };
  if (entryId !== undefined) return describeJournal({ ...told, entryId });
  return {
    ...reword(before.document, journal),
    reversesOn: journal.reverses_on,
    reversalUuid: reversalUuid ?? null,
  };
}

/** What a draft of the change says: the entry as it is to become. */
export function describeChangeDraft(change: CheckedChange, writers: readonly string[]): JournalEntry {
  return describeChange(
    change,
    toChangedJournal(change.before.journal, { ...change, writers }),
    null,
    undefined,
  );
}

/** What a change posts anew: the entry, and the reversal of an entry that reverses itself. Words post nothing. */
interface PostedByChange {
  readonly entry: boolean;
  readonly reversal: boolean;
}

function postedByChange(
  before: LockedJournal,
  { lines }: UpdateJournalEntryBody,
  wanted: CreateJournalEntryBody,
): PostedByChange {
  const { journal } = before;
  const entry =
    (lines !== undefined && !postAlike(lines, standingLines(before))) || wanted.date !== journal.date;
  return { entry, reversal: entry || (wanted.reversesOn ?? null) !== journal.reverses_on };
}

/**
 * The entry as it becomes. What is not posted anew is not checked: words and the day of the reversal may change on an
 * account that is inactive by now, and in a closed period.
 *
 * @param stands whether its lines are those that stand already
 */
function composeChange(
  { journal, live, reversal }: LockedJournal,
  wanted: CreateJournalEntryBody,
  posted: PostedByChange,
  references: JournalReferences,
  stands: boolean,
): ComposedJournal {
  const composed = posted.entry
    ? composeJournalEntry(journal.id, wanted, references, stands)
    : {
        lines: live.lines,
        openItems: [],
        lineDescriptions: wanted.lines.map((line) => line.descriptionLine ?? ''),
        late: false,
        fourEyesLimit: references.books.fourEyesLimit,
      };
  if ('errors' in composed) throw invalidFields([...composed.errors]);
  const errors = posted.entry ? [] : findUnfitReversal(wanted, references);
  if (posted.entry) errors.push(...findUnfitCaution('date', journal.date, wanted, references));
  if (posted.reversal && reversal && !errors.some(({ field }) => field === 'reversesOn'))
    errors.push(...findUnfitCaution('reversesOn', reversal.journal.date, wanted, references));
  if (posted.reversal && errors.length > 0) throw invalidFields(errors);
  return composed;
}

type Lines = CreateJournalEntryBody['lines'];

/** Whether lines differ in their words at most: changing text never re-posts (ledger.md 1). */
function postAlike(lines: Lines, others: Lines): boolean {
  const toPosted = (line: Lines[number]) => [
    line.accountUuid ?? line.accUuid,
    line.amountDebit ?? null,
    line.amountCredit ?? null,
    line.customerUuid ?? null,
    line.vendorUuid ?? null,
    [...new Set(line.tagUuids ?? [])].sort(),
  ];
  return isDeepStrictEqual(lines.map(toPosted), others.map(toPosted));
}

/** The lines of the live entry, as a body has them. */
function standingLines({ journal, live }: LockedJournal): Lines {
  return live.lines.map((line, index) => {
    const isDebit = line.baseAmount >= 0n;
    const amount = readStoredDecimal(
      formatMinorUnits(isDebit ? line.baseAmount : -line.baseAmount, line.currency),
    );
    return {
      accountUuid: line.accountId,
      amountDebit: isDebit ? amount : null,
      amountCredit: isDebit ? null : amount,
      descriptionLine: journal.line_descriptions[index] || null,
      customerUuid: line.customerId,
      vendorUuid: line.vendorId,
      tagUuids: [...line.tagIds],
    };
  });
}

/** The entry as a whole with the change laid over it; lines that are not given are those of the live entry. */
function overlay(before: LockedJournal, body: UpdateJournalEntryBody): CreateJournalEntryBody {
  const { journal } = before;
  return {
    descriptionEntry: body.descriptionEntry ?? journal.description,
    date: body.date ?? journal.date,
    refNumber: body.refNumber === undefined ? journal.ref_number : body.refNumber,
    lines: body.lines ?? standingLines(before),
    reversesOn: body.reversesOn === undefined ? journal.reverses_on : body.reversesOn,
    withCaution: body.withCaution,
    reason: body.reason,
  };
}

function toUpdated({ journal, document }: LockedJournal, data: JournalEntry) {
  return { ...journalRecord('updated', data, journal.id), changes: changesBetween(document, data) };
}
