import { v7 as uuidv7 } from 'uuid';
import { closedPeriodError, invalidFields } from '../../errors.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { formatMinorUnits, readStoredDecimal } from '../money/index.ts';
import { composeJournalEntry, namedByLines } from './compose-journal-entry.ts';
import { insertJournalOpenItems, updateManualJournal } from './journal-entries.store.ts';
import { CREATE_JOURNAL_ENTRY_EXAMPLE, JOURNAL_ENTRY_EXAMPLE } from './journal-entry.examples.ts';
import {
  type CreateJournalEntryBody,
  type JournalEntry,
  journalEntrySchema,
  type UpdateJournalEntryBody,
  updateJournalEntryBody,
} from './journal-entry.schema.ts';
import { loadJournalReferences } from './journal-references.store.ts';
import { type LockedJournal, lockJournalEntry } from './lock-journal-entry.ts';
import {
  describeJournal,
  JOURNAL_ENTRY_ERRORS,
  journalRecord,
  toJournalPosting,
  toJournalReversal,
  toPostingOf,
} from './post-journal-entry.ts';

export const updateJournalEntry = defineEndpoint({
  method: 'PATCH',
  path: '/partners/journal-entries/{id}',
  operationId: 'updateJournalEntry',
  tag: 'Journal Entries',
  summary: 'Update Journal Entry',
  description: `Changes the fields that are given and leaves the others; \`lines\` replace all lines. A change of texts posts nothing. A
change of date or lines reverses the entry and posts the next version, so that the journal shows both. Entries that a
document posted follow that document.`,
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
      const isText = body.lines === undefined && wanted.date === before.journal.date;
      const composed = composeJournalEntry(
        id,
        { ...wanted, ...(isText ? { withCaution: true } : {}) },
        references,
      );
      // Words may change on an account that is inactive by now, and in a closed period.
      if (isText) {
        const journal = {
          ...before.journal,
          description: wanted.descriptionEntry,
          ref_number: wanted.refNumber ?? null,
        };
        await updateManualJournal(transaction, journal);
        const data: JournalEntry = {
          ...before.document,
          descriptionEntry: journal.description,
          refNumber: journal.ref_number,
          updatedAt: new Date().toISOString(),
        };
        return { data, records: [toUpdated(before, data)] };
      }
      if ('errors' in composed) throw invalidFields([...composed.errors]);
      const { closedThrough } = references.books;
      const isClosed = closedThrough !== null && before.journal.date <= closedThrough;
      const pastClose = isClosed && body.withCaution === true && references.isOwner;
      if (isClosed && !pastClose)
        throw invalidFields([closedPeriodError(closedThrough, 'an owner may change it there `withCaution`')]);
      const journal = {
        id,
        version: before.journal.version + 1,
        date: wanted.date,
        description: wanted.descriptionEntry,
        ref_number: wanted.refNumber ?? null,
        line_descriptions: composed.lineDescriptions,
      };
      await updateManualJournal(transaction, journal);
      await insertJournalOpenItems(transaction, composed.openItems);
      const entryId = uuidv7();
      const { createdAt } = before.document;
      const data = describeJournal({ journal, entryId, composed, references, createdAt });
      return {
        data,
        records: [toUpdated(before, data)],
        posting: toPostingOf([
          toJournalReversal(before.live, before.journal.date, pastClose, author),
          toJournalPosting(journal, entryId, composed, author),
        ]),
      };
    });
  },
});

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
    withCaution: body.withCaution,
    reason: body.reason,
  };
}

function toUpdated({ journal, document }: LockedJournal, data: JournalEntry) {
  return { ...journalRecord('updated', data, journal.id), changes: changesBetween(document, data) };
}
