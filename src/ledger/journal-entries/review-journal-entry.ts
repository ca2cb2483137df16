import { fieldError, invalidFields } from '../../errors.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { loadJournalEntry } from './get-journal-entry.ts';
import { JOURNAL_ENTRY_EXAMPLE } from './journal-entry.examples.ts';
import { journalEntrySchema, reviewBody } from './journal-entry.schema.ts';
import { journalRecord } from './post-journal-entry.ts';

export const reviewJournalEntry = defineEndpoint({
  method: 'PATCH',
  path: '/partners/journal-entries/{id}/review',
  operationId: 'reviewJournalEntry',
  tag: 'Journal Entries',
  summary: 'Review Journal Entry',
  description:
    'Marks lines of any entry as reviewed, or takes the mark away. Nothing is posted: the mark stands beside the line, and ' +
    'reports can be asked for only what is reviewed. An addition of Recount, which COUNT’s API does not have.',
  access: 'partner',
  params: idParams('id', 'The UUID of the entry.'),
  body: reviewBody,
  status: 200,
  message: 'Journal entry reviewed successfully.',
  data: journalEntrySchema,
  notFound: 'JOURNAL_ENTRY_NOT_FOUND',
  errors: [],
  examples: {
    body: { reviewed: true },
    data: {
      ...JOURNAL_ENTRY_EXAMPLE,
      lines: JOURNAL_ENTRY_EXAMPLE.lines.map((line) => ({ ...line, reviewed: true })),
    },
  },
  handle({ params: { id }, body, caller, change }) {
    return change(async (transaction) => {
      const before = await loadJournalEntry(transaction, id);
      const all = before.lines.map(({ lineNumber }) => lineNumber);
      const wanted = body.lineNumbers ?? all;
      const unknown = wanted.filter((number) => !all.includes(number));
      if (unknown.length > 0) {
        const predicate = `must be numbers of lines of the entry: ${unknown.join(', ')} is none`;
        throw invalidFields([fieldError('lineNumbers', 'INVALID_VALUE', predicate)]);
      }
      await transaction.query(
        `INSERT INTO journal_line_mark AS k (workspace_id, effective, entry_id, line_no, reviewed_at, reviewed_by)
         SELECT $1, $2, $3, n.number, CASE WHEN $5 THEN clock_timestamp() END, CASE WHEN $5 THEN $6::uuid END
           FROM unnest($4::smallint[]) AS n(number)
         ON CONFLICT (workspace_id, effective, entry_id, line_no) DO UPDATE
            SET reviewed_at = CASE WHEN $5 THEN coalesce(k.reviewed_at, excluded.reviewed_at) END,
                reviewed_by = CASE WHEN $5 THEN coalesce(k.reviewed_by, excluded.reviewed_by) END`,
        [
          transaction.workspaceId,
          before.date,
          before.entryUuid!,
          [...new Set(wanted)],
          body.reviewed,
          caller.personId,
        ],
        'review_journal_lines',
      );
      const data = await loadJournalEntry(transaction, id);
      const changes = changesBetween(before, data);
      return {
        data,
        records: [
          { ...journalRecord('reviewed', data, before.uuid), event: 'journal_entry.updated', changes },
        ],
      };
    });
  },
});
