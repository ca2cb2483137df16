import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { ofEntry, testTampering } from '../../../test/support/tampering.ts';
import { FOUR_EYES_PROOFS } from './four-eyes-proofs.ts';

const limit = (since: string, units = 1) =>
  `UPDATE books SET four_eyes_limit = ${units}, four_eyes_since = ${since}`;
const WRITTEN_BY_APPROVERS = `UPDATE invoice i SET written_by = ARRAY[e.actor]
   FROM journal_entry e WHERE e.source_id = i.id AND e.actor IS NOT NULL`;
/** Makes an entry one that was written by hand, by whoever posted it. */
const manualEntryOf = (entryId: string) => [
  `UPDATE journal_entry SET source = 'journal' WHERE ${ofEntry(entryId)}`,
  `INSERT INTO manual_journal (workspace_id, id, version, date, description, line_descriptions, written_by)
   SELECT workspace_id, source_id, source_version, effective, 'By hand', '{}', ARRAY[actor]
     FROM journal_entry WHERE ${ofEntry(entryId)}`,
];

const PERSON = uuidv7();
const RECORDED_BY_PERSON = `UPDATE journal_entry SET actor = '${PERSON}' WHERE source = 'payment'`;
/** Pays back a part of the payment of the books, by whoever recorded that. */
function refundOf(units: number, by = PERSON) {
  const [id, allocationId] = [uuidv7(), uuidv7()];
  const change = { entry_id: uuidv7(), source: 'refund', source_id: id, actor: by };
  return {
    id,
    undone: `INSERT INTO allocation (workspace_id, id, from_open_item_id, to_open_item_id, amount, base_amount, effective, reverses)
             SELECT workspace_id, '${uuidv7()}', from_open_item_id, to_open_item_id, -amount, -base_amount, effective, id
               FROM allocation WHERE id = '${allocationId}'`,
    made: [
      `INSERT INTO payment SELECT (jsonb_populate_record(p, '${JSON.stringify({ id, kind: 'refund' })}')).*
         FROM payment p WHERE p.kind = 'payment'`,
      `INSERT INTO journal_entry
       SELECT (jsonb_populate_record(e, '${JSON.stringify(change)}' || jsonb_build_object('recorded_at', clock_timestamp()))).*
         FROM journal_entry e WHERE e.source = 'payment'`,
      `INSERT INTO allocation (workspace_id, id, from_open_item_id, to_open_item_id, amount, base_amount, effective)
       SELECT workspace_id, '${allocationId}', id, '${id}', ${units}, ${units}, date FROM payment WHERE kind = 'payment'`,
    ],
  };
}

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
    [
      'a payment was paid back by who recorded it',
      'refunds-and-write-offs-have-a-second-person',
      () => `reaches the limit and was made by ${PERSON}`,
      () => [limit(`'2000-01-01'`), RECORDED_BY_PERSON, ...refundOf(1).made],
    ],
  ]);

  it('hold what was paid back in instalments together, as it stood, and leave a second person alone', async () => {
    const failures = async (statements: readonly string[]) => {
      const results = await prove([limit(`'2000-01-01'`, 300), RECORDED_BY_PERSON, ...statements]);
      return results.filter(({ name }) => name.startsWith('refunds')).flatMap((result) => result.failures);
    };
    const [first, second, bySecond] = [refundOf(200), refundOf(100), refundOf(100, uuidv7())];
    const found = await failures([...first.made, ...second.made]);
    expect(found).toEqual([expect.stringContaining(`refund ${second.id} reaches`)]);
    expect(await failures([...first.made, ...second.made, first.undone])).toHaveLength(1);
    expect(await failures([...first.made, first.undone, ...second.made])).toEqual([]);
    expect(await failures([...first.made, ...bySecond.made])).toEqual([]);
  });

  it('leave alone what was approved before the limit was set', async () => {
    expect(await prove([limit('clock_timestamp()'), WRITTEN_BY_APPROVERS])).toEqual([]);
  });
});
