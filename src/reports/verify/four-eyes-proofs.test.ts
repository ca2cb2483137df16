import { describe, expect, it } from 'vitest';
import { testTampering } from '../../../test/support/tampering.ts';
import { FOUR_EYES_PROOFS } from './four-eyes-proofs.ts';

const limit = (since: string) => `UPDATE books SET four_eyes_limit = 1, four_eyes_since = ${since}`;
const WRITTEN_BY_APPROVERS = `UPDATE invoice i SET written_by = ARRAY[e.actor]
   FROM journal_entry e WHERE e.source_id = i.id AND e.actor IS NOT NULL`;

describe('the proofs of the four-eyes limit', () => {
  const prove = testTampering(FOUR_EYES_PROOFS, [
    [
      'a document was approved by who wrote it',
      'documents-have-a-second-person',
      () => 'reaches the limit and was approved by',
      () => [limit(`'2000-01-01'`), WRITTEN_BY_APPROVERS],
    ],
  ]);

  it('leave alone what was approved before the limit was set', async () => {
    expect(await prove([limit('clock_timestamp()'), WRITTEN_BY_APPROVERS])).toEqual([]);
  });
});
