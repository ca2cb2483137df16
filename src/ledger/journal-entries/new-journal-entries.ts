import { v7 as uuidv7 } from 'uuid';
import { ApiError, invalidFields } from '../../errors.ts';
import type { RowWriter } from '../../platform/change/write-rows.ts';
import { composeJournalEntry, namedByLines } from './compose-journal-entry.ts';
import { insertJournalOpenItems, insertManualJournals } from './journal-entries.store.ts';
import type { CreateJournalEntryBody, JournalEntry } from './journal-entry.schema.ts';
import { loadJournalReferences } from './journal-references.store.ts';
import {
  describeJournal,
  type JournalAuthor,
  journalRecord,
  toJournalPosting,
  toPostingOf,
} from './post-journal-entry.ts';
import { composeReversal } from './reversing-journal.ts';

/**
 * Creates manual entries: one, or the rows of a bulk call; whatever they name is looked up at once.
 *
 * @param made of entries that are made by a template: which
 */
export function newJournalEntries(
  author: JournalAuthor,
  made: { readonly recurringTemplateUuid?: string } = {},
): RowWriter<CreateJournalEntryBody, JournalEntry> {
  const { caller } = author;
  return {
    async write(transaction, bodies) {
      const named = namedByLines(bodies.flatMap(({ lines }) => lines));
      const references = await loadJournalReferences(transaction, caller.personId, named);
      const checked = bodies.map((body) => {
        const id = uuidv7();
        const composed = composeJournalEntry(id, body, references);
        if ('errors' in composed) return invalidFields([...composed.errors]);
        const journal = {
          id,
          version: 1,
          date: body.date,
          description: body.descriptionEntry,
          ref_number: body.refNumber ?? null,
          line_descriptions: composed.lineDescriptions,
          reverses_on: body.reversesOn ?? null,
          reversal_of: null,
        };
        const reversal = composeReversal(journal, composed.lines, references);
        return { journal, composed, entryId: uuidv7(), body, reversal };
      });
      const accepted = checked.flatMap((one) => (one instanceof ApiError ? [] : [one]));
      if (accepted.length > 0) {
        await insertManualJournals(
          transaction,
          accepted
            .flatMap(({ journal, reversal }) => (reversal ? [journal, reversal.journal] : [journal]))
            .map((journal) => ({ ...journal, partner_app_id: caller.app.id })),
        );
        await insertJournalOpenItems(
          transaction,
          accepted.flatMap(({ composed }) => composed.openItems),
        );
      }
      const createdAt = new Date().toISOString();
      return checked.map((one) => {
        if (one instanceof ApiError) return one;
        const { journal, composed, entryId, body, reversal } = one;
        const reversalUuid = reversal?.journal.id;
        const told = { journal, entryId, composed, references, createdAt, reversalUuid, ...made };
        const data = describeJournal(told);
        const document = composed.late ? { ...data, reason: body.reason ?? body.descriptionEntry } : data;
        const records = [journalRecord('created', document, journal.id)];
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
      });
    },
  };
}
