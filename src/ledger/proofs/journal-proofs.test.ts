import { describe } from 'vitest';
import { testTampering } from '../../../test/support/tampering.ts';
import { JOURNAL_PROOFS } from './journal-proofs.ts';

const ENTRY = '018f0000-0000-7000-8000-00000000000a';
const REVERSAL = '018f0000-0000-7000-8000-00000000000b';

/** A manual entry that the books of the test do not have. */
const manual = (workspaceId: string, id: string, date: string, more: { on?: string; of?: string }) =>
  `INSERT INTO manual_journal (workspace_id, id, date, description, line_descriptions, reverses_on, reversal_of)
   VALUES ('${workspaceId}', '${id}', '${date}', 'Accrual', '{}', ${more.on ? `'${more.on}'` : 'NULL'}, ${more.of ? `'${more.of}'` : 'NULL'})`;
const both = (workspaceId: string) => [
  manual(workspaceId, ENTRY, '2026-03-01', { on: '2026-03-02' }),
  manual(workspaceId, REVERSAL, '2026-03-02', { of: ENTRY }),
];

describe('the proofs of manual entries', () => {
  testTampering(JOURNAL_PROOFS, [
    [
      'an entry that reverses itself has no reversal',
      'reversing-entries-cancel',
      () => `manual entry ${ENTRY} reverses itself on 2026-03-02 and has no reversal`,
      ({ workspaceId }) => manual(workspaceId, ENTRY, '2026-03-01', { on: '2026-03-02' }),
    ],
    [
      'a reversal is not posted',
      'reversing-entries-cancel',
      () => `when its reversal ${REVERSAL} is not posted`,
      ({ workspaceId }) => both(workspaceId),
    ],
    [
      'a reversal negates something else',
      'reversing-entries-cancel',
      () => `manual entry ${ENTRY} is not negated by its reversal ${REVERSAL}`,
      ({ workspaceId, journalEntryId }) => [
        ...both(workspaceId),
        `UPDATE journal_entry SET source_id = '${REVERSAL}', source_version = 1 WHERE entry_id = '${journalEntryId}'`,
      ],
    ],
    [
      'a reversal outlives its entry',
      'reversing-entries-cancel',
      () => `manual entry ${REVERSAL} is the reversal of ${ENTRY}, which does not reverse itself`,
      ({ workspaceId }) => manual(workspaceId, REVERSAL, '2026-03-02', { of: ENTRY }),
    ],
  ]);
});
