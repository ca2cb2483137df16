import { v7 as uuidv7 } from 'uuid';
import { invalidFields } from '../../errors.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { formatMinorUnits, readStoredDecimal } from '../money/index.ts';
import { changeReversal, rewordReversal } from './change-reversal.ts';
import { type ComposedJournal, composeJournalEntry, namedByLines } from './compose-journal-entry.ts';
import { insertJournalOpenItems, type ManualJournal, updateManualJournal } from './journal-entries.store.ts';
import { CREATE_JOURNAL_ENTRY_EXAMPLE, JOURNAL_ENTRY_EXAMPLE } from './journal-entry.examples.ts';
import {
  type CreateJournalEntryBody,
  type JournalEntry,
  journalEntrySchema,
  type UpdateJournalEntryBody,
  updateJournalEntryBody,
} from './journal-entry.schema.ts';
import { type JournalReferences, loadJournalReferences } from './journal-references.store.ts';
import { type LockedJournal, lockJournalEntry } from './lock-journal-entry.ts';
import {
  describeJournal,
  JOURNAL_ENTRY_ERRORS,
  journalRecord,
  toJournalPosting,
  toJournalReversal,
  toPostingOf,
} from './post-journal-entry.ts';
import { findUnfitCaution, findUnfitReversal } from './reversing-journal.ts';

export const updateJournalEntry = defineEndpoint({
  method: 'PATCH',
  path: '/partners/journal-entries/{id}',
  operationId: 'updateJournalEntry',
  tag: 'Journal Entries',
  summary: 'Update Journal Entry',
  description: `Changes the fields that are given and leaves the others; \`lines\` replace all lines. A change of texts posts nothing. A
change of date or lines reverses the entry and posts the next version, so that the journal shows both. The reversal of an
entry that reverses itself follows it. Entries that a document posted follow that document.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the entry.'),
  body: updateJournalEntryBody,
  status: 200,
  message: 'Journal entry updated successfully.',
  data: journalEntrySchema,
  notFound: 'JOURNAL_ENTRY_NOT_FOUND',
  errors: [...JOURNAL_ENTRY_ERRORS, 'JOURNAL_ENTRY_READ_ONLY'],
  examples: { body: { refNumber: CREATE_JOURNAL_ENTRY_EXAMPLE.refNumber }, data: JOURNAL_ENTRY_EXAMPLE },
  handle({ params: { id }, body, caller, raw, change }) {
    const author = { caller, requestId: raw.id };
    return change(async (transaction) => {
      const before = await lockJournalEntry(transaction, id);
      const wanted = overlay(before, body);
      const references = await loadJournalReferences(
        transaction,
        caller.personId,
        namedByLines(wanted.lines),
      );
      const posted = postedByChange(before, body, wanted);
      const composed = composeChange(before, wanted, posted, references, body.lines === undefined);
      const journal: ManualJournal = {
        ...before.journal,
        version: before.journal.version + (posted.entry ? 1 : 0),
        date: wanted.date,
        description: wanted.descriptionEntry,
        ref_number: wanted.refNumber ?? null,
        line_descriptions: composed.lineDescriptions,
        reverses_on: wanted.reversesOn ?? null,
      };
      await updateManualJournal(transaction, journal);
      await insertJournalOpenItems(transaction, composed.openItems);
      const pastClose = body.withCaution === true && references.isOwner;
      const context = { transaction, references, author, pastClose };
      const reversal = posted.reversal
        ? await changeReversal(journal, composed.lines, before.reversal, context)
        : await rewordReversal(journal, before.reversal, transaction);
      const entryId = uuidv7();
      const { createdAt, recurringTemplateUuid } = before.document;
      const { reversalUuid } = reversal;
      const data: JournalEntry = posted.entry
        ? describeJournal({
            journal,
            entryId,
            composed,
            references,
            createdAt,
            reversalUuid,
            recurringTemplateUuid,
          })
        : {
            ...before.document,
            descriptionEntry: journal.description,
            refNumber: journal.ref_number,
            reversesOn: journal.reverses_on,
            reversalUuid: reversalUuid ?? null,
            updatedAt: new Date().toISOString(),
          };
      const entries = [
        ...(posted.entry
          ? [
              toJournalReversal(before.live, before.journal.date, pastClose, author),
              toJournalPosting(journal, entryId, composed, author),
            ]
          : []),
        ...reversal.entries,
      ];
      const records = [toUpdated(before, data), ...reversal.records];
      return entries.length > 0 ? { data, records, posting: toPostingOf(entries) } : { data, records };
    });
  },
});

/** What a change posts anew: the entry, and the reversal of an entry that reverses itself. Words post nothing. */
interface PostedByChange {
  readonly entry: boolean;
  readonly reversal: boolean;
}

function postedByChange(
  { journal }: LockedJournal,
  { lines }: UpdateJournalEntryBody,
  wanted: CreateJournalEntryBody,
): PostedByChange {
  const entry = lines !== undefined || wanted.date !== journal.date;
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
    : { lines: live.lines, openItems: [], lineDescriptions: journal.line_descriptions, late: false };
  if ('errors' in composed) throw invalidFields([...composed.errors]);
  const errors = posted.entry ? [] : findUnfitReversal(wanted, references);
  if (posted.entry) errors.push(...findUnfitCaution('date', journal.date, wanted, references));
  if (posted.reversal && reversal && !errors.some(({ field }) => field === 'reversesOn'))
    errors.push(...findUnfitCaution('reversesOn', reversal.journal.date, wanted, references));
  if (posted.reversal && errors.length > 0) throw invalidFields(errors);
  return composed;
}

/** The entry as a whole with the change laid over it; lines that are not given are those of the live entry. */
function overlay({ journal, live }: LockedJournal, body: UpdateJournalEntryBody): CreateJournalEntryBody {
  const lines = live.lines.map((line, index) => {
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
  return {
    descriptionEntry: body.descriptionEntry ?? journal.description,
    date: body.date ?? journal.date,
    refNumber: body.refNumber === undefined ? journal.ref_number : body.refNumber,
    lines: body.lines ?? lines,
    reversesOn: body.reversesOn === undefined ? journal.reverses_on : body.reversesOn,
    withCaution: body.withCaution,
    reason: body.reason,
  };
}

function toUpdated({ journal, document }: LockedJournal, data: JournalEntry) {
  return { ...journalRecord('updated', data, journal.id), changes: changesBetween(document, data) };
}
