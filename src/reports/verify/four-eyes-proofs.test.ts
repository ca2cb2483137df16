import { describe, expect, it } from 'vitest';
import { ofEntry, testTampering } from '../../../test/support/tampering.ts';
import { FOUR_EYES_PROOFS } from './four-eyes-proofs.ts';

const limit = (since: string) => `UPDATE books SET four_eyes_limit = 1, four_eyes_since = ${since}`;
const WRITTEN_BY_APPROVERS = `UPDATE invoice i SET written_by = ARRAY[e.actor]
   FROM journal_entry e WHERE e.source_id = i.id AND e.actor IS NOT NULL`;
/** Makes an entry one that was written by hand, by whoever posted it. */
const manualEntryOf = (entryId: string) => [
  `UPDATE journal_entry SET source = 'journal' WHERE ${ofEntry(entryId)}`,
  `INSERT INTO manual_journal (workspace_id, id, version, date, description, line_descriptions, written_by)
   SELECT workspace_id, source_id, source_version, effective, 'By hand', '{}', ARRAY[actor]
     FROM journal_entry WHERE ${ofEntry(entryId)}`,
];

describe('the proofs of the four-eyes limit', () => {
  const prove = testTampering(FOUR_EYES_PROOFS, [
    [
      'a document was approved by who wrote it',
      'documents-have-a-second-person',
      () => 'reaches the limit and was approved by',
      () => [limit(`'2000-01-01'`), WRITTEN_BY_APPROVERS],
    ],
    [
      'a manual entry was posted by who wrote it',
      'manual-entries-have-a-second-person',
      () => 'reaches the limit and was posted by',
      (books) => [limit(`'2000-01-01'`), ...manualEntryOf(books.journalEntryId)],
    ],
  ]);

  it('leave alone what was approved before the limit was set', async () => {
    expect(await prove([limit('clock_timestamp()'), WRITTEN_BY_APPROVERS])).toEqual([]);
  });
});
