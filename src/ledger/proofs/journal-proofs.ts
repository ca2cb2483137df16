import type { Proof } from './proof.ts';

/** Versions that were superseded cancel out with their reversals, so the sums are those of what is live. */
const REVERSING_ENTRIES_CANCEL: Proof = {
  name: 'reversing-entries-cancel',
  description:
    'Every manual entry that reverses itself has one reversal, posted on its day, which negates it on each account and open item.',
  sql: `
    SELECT CASE
             WHEN r.id IS NULL
               THEN format('manual entry %s reverses itself on %s and has no reversal', m.id, m.reverses_on)
             WHEN NOT EXISTS (SELECT FROM journal_entry e
                               WHERE e.workspace_id = $1 AND e.source_id = r.id AND e.source_version = r.version
                                 AND e.kind <> 'reversal' AND e.effective = m.reverses_on)
               THEN format('manual entry %s reverses itself on %s, when its reversal %s is not posted', m.id, m.reverses_on, r.id)
             WHEN EXISTS (SELECT FROM journal_entry e
                            JOIN journal_line l ON l.workspace_id = $1 AND l.effective = e.effective AND l.entry_id = e.entry_id
                           WHERE e.workspace_id = $1 AND e.source_id IN (m.id, r.id)
                           GROUP BY l.account_id, l.basis, l.open_item_id
                          HAVING sum(l.base_amount) <> 0 OR sum(l.amount) <> 0)
               THEN format('manual entry %s is not negated by its reversal %s', m.id, r.id)
           END AS failure
      FROM manual_journal m
      LEFT JOIN manual_journal r ON r.workspace_id = $1 AND r.reversal_of = m.id AND r.deleted_at IS NULL
     WHERE m.workspace_id = $1 AND m.deleted_at IS NULL AND m.reverses_on IS NOT NULL
    UNION ALL
    SELECT CASE WHEN m.reverses_on IS NULL OR m.deleted_at IS NOT NULL
                THEN format('manual entry %s is the reversal of %s, which does not reverse itself', r.id, r.reversal_of) END
      FROM manual_journal r
      LEFT JOIN manual_journal m ON m.workspace_id = $1 AND m.id = r.reversal_of
     WHERE r.workspace_id = $1 AND r.deleted_at IS NULL AND r.reversal_of IS NOT NULL`,
};

/** What holds of entries that are written by hand. */
export const JOURNAL_PROOFS: readonly Proof[] = [REVERSING_ENTRIES_CANCEL];
