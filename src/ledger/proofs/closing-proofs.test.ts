import { describe } from 'vitest';
import { testTampering } from '../../../test/support/tampering.ts';
import { CLOSING_PROOFS } from './closing-proofs.ts';

/** A closing that the books of the test do not have, after the first seal. */
const closing = (workspaceId: string, through: string | null, hash: string) =>
  `INSERT INTO book_closing (workspace_id, id, action, through, request_id, seal_number, seal_hash, reason)
   SELECT '${workspaceId}', gen_random_uuid(), '${through ? 'close' : 'reopen'}', ${through ? `'${through}'` : 'NULL'}, 'r', 1, ${hash}, 'why'`;
const SEAL = '(SELECT hash FROM entry_seal WHERE number = 1)';
const closedThrough = (day: string) => `UPDATE books SET closed_through = ${day}`;

describe('the proofs of closings', () => {
  testTampering(CLOSING_PROOFS, [
    [
      'a closing names another seal',
      'closings-name-their-seal',
      () => 'names seal 1, whose hash is another',
      (books) => [closing(books.workspaceId, '2026-01-31', `sha256('x')`), closedThrough(`'2026-01-31'`)],
    ],
    [
      'a period is opened without a reopening',
      'closings-name-their-seal',
      () => 'the books are closed through no day, the last closing says 2026-01-31',
      (books) => closing(books.workspaceId, '2026-01-31', SEAL),
    ],
    [
      'a period is closed without a closing',
      'closings-name-their-seal',
      () => 'the books are closed through 2026-01-31, the last closing says no day',
      () => closedThrough(`'2026-01-31'`),
    ],
    [
      'something was posted in a period that was closed',
      'closed-periods-hold',
      (books) => `entry ${books.journalEntryId} of 2026-03-02 was posted after the close through 2026-03-31`,
      (books) => [closing(books.workspaceId, '2026-03-31', SEAL), closedThrough(`'2026-03-31'`)],
    ],
  ]);
});
