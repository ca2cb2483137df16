import { v7 as uuidv7 } from 'uuid';
import { closedPeriodError, type FieldError, fieldError } from '../../errors.ts';
import { type JournalLine, reverseLines } from '../posting/posting.ts';
import type { ComposedJournal } from './compose-journal-entry.ts';
import type { ManualJournal } from './journal-entries.store.ts';
import type { CreateJournalEntryBody } from './journal-entry.schema.ts';
import type { JournalReferences } from './journal-references.store.ts';

/** The reversal of a manual entry, ready to be posted. */
export interface ComposedReversal {
  readonly journal: ManualJournal;
  readonly composed: ComposedJournal;
  readonly entryId: string;
}

type Caution = Pick<CreateJournalEntryBody, 'withCaution'>;

/** Why an entry cannot reverse itself on the day that is wanted. */
export function findUnfitReversal(
  { date, reversesOn, withCaution }: Pick<CreateJournalEntryBody, 'date' | 'reversesOn'> & Caution,
  references: JournalReferences,
): FieldError[] {
  if (reversesOn == null) return [];
  if (reversesOn <= date) {
    const predicate = `must be after ${date}, the date of the entry`;
    return [fieldError('reversesOn', 'INVALID_DATE', predicate)];
  }
  // Days before the books begin are refused already: the entry's own is still earlier.
  return findUnfitCaution('reversesOn', reversesOn, { withCaution }, references);
}

/** Why nothing can be posted on a day of a closed period: only an owner may, with caution. */
export function findUnfitCaution(
  field: string,
  day: string,
  { withCaution }: Caution,
  { books: { closedThrough }, isOwner }: JournalReferences,
): FieldError[] {
  if (closedThrough === null || day > closedThrough) return [];
  if (withCaution !== true)
    return [closedPeriodError(closedThrough, 'an owner may post there `withCaution`', field)];
  if (isOwner) return [];
  const wayOut = 'only an owner of the workspace may post there with caution';
  return [closedPeriodError(closedThrough, wayOut, field)];
}

/**
 * The reversal of a manual entry: a manual entry of its own, whose lines negate those of the entry, on the same open
 * items. It is no entry of kind `reversal`: those correct what was posted, once, and lists leave both out.
 *
 * @param lines those of the entry that is reversed
 * @param before the reversal's version so far; another is composed to follow it
 * @returns undefined where the entry does not reverse itself
 */
export function composeReversal(
  journal: ManualJournal,
  lines: readonly JournalLine[],
  { books: { closedThrough, fourEyesLimit } }: JournalReferences,
  before?: ManualJournal,
): ComposedReversal | undefined {
  const date = journal.reverses_on;
  if (date === null) return undefined;
  const composed = {
    lines: reverseLines(lines),
    openItems: [],
    lineDescriptions: journal.line_descriptions,
    late: closedThrough !== null && date <= closedThrough,
    fourEyesLimit,
  };
  const reversal = {
    ...wordsOfReversal(journal),
    id: before?.id ?? uuidv7(),
    version: (before?.version ?? 0) + 1,
    date,
    reverses_on: null,
    reversal_of: journal.id,
    written_by: journal.written_by,
  };
  return { journal: reversal, composed, entryId: uuidv7() };
}

/** What the reversal of an entry says. */
export function wordsOfReversal({ description, ref_number, line_descriptions }: ManualJournal) {
  return { description: `Reversal of ${description}`, ref_number, line_descriptions };
}
