import type { Proof } from './proof.ts';

/** Versions that were superseded cancel out with their reversals, so the sums are those of what is live. */
const REVERSING_ENTRIES_CANCEL: Proof = {
  name: 'reversing-entries-cancel',
  description:
    'Every manual entry that reverses itself has one reversal, posted on its day, which negates it on each account and open item.',
  // What is left of all is summed in one go: looked up for each, it took 30 s in a small workspace among large ones.
  sql: `
    WITH pair AS MATERIALIZED (
      SELECT m.id, m.reverses_on, r.id AS reversal_id, r.version AS reversal_version
        FROM manual_journal m
        LEFT JOIN manual_journal r ON r.workspace_id = $1 AND r.reversal_of = m.id AND r.deleted_at IS NULL
       WHERE m.workspace_id = $1 AND m.deleted_at IS NULL AND m.reverses_on IS NOT NULL
    ), remainder AS MATERIALIZED (
      SELECT one.id
        FROM (SELECT id, id AS source_id FROM pair UNION ALL SELECT id, reversal_id FROM pair) AS one
        JOIN journal_entry e ON e.workspace_id = $1 AND e.source_id = one.source_id
        JOIN journal_line l ON l.workspace_id = $1 AND l.effective = e.effective AND l.entry_id = e.entry_id
       GROUP BY one.id, l.account_id, l.basis, l.open_item_id
      HAVING sum(l.base_amount) <> 0 OR sum(l.amount) <> 0
    )
    SELECT CASE
             WHEN p.reversal_id IS NULL
               THEN format('manual entry %s reverses itself on %s and has no reversal', p.id, p.reverses_on)
             WHEN NOT EXISTS (SELECT FROM journal_entry e
                               WHERE e.workspace_id = $1 AND e.source_id = p.reversal_id AND e.source_version = p.reversal_version
                                 AND e.kind <> 'reversal' AND e.effective = p.reverses_on)
               THEN format('manual entry %s reverses itself on %s, when its reversal %s is not posted', p.id, p.reverses_on, p.reversal_id)
             WHEN p.id IN (SELECT id FROM remainder)
               THEN format('manual entry %s is not negated by its reversal %s', p.id, p.reversal_id)
           END AS failure
      FROM pair p
    UNION ALL
    SELECT CASE WHEN m.reverses_on IS NULL OR m.deleted_at IS NOT NULL
                THEN format('manual entry %s is the reversal of %s, which does not reverse itself', r.id, r.reversal_of) END
      FROM manual_journal r
      LEFT JOIN manual_journal m ON m.workspace_id = $1 AND m.id = r.reversal_of
     WHERE r.workspace_id = $1 AND r.deleted_at IS NULL AND r.reversal_of IS NOT NULL`,
};

/** What holds of entries that are written by hand. */
export const JOURNAL_PROOFS: readonly Proof[] = [REVERSING_ENTRIES_CANCEL];
