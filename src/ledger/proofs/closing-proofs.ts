import type { Proof } from './proof.ts';

const CLOSINGS_NAME_THEIR_SEAL: Proof = {
  name: 'closings-name-their-seal',
  description:
    'Every closing and reopening has the hash of the seal that it names, and the books are closed through the day of the last of them, or where there is none through no day.',
  sql: `
    SELECT CASE
             WHEN c.seal_hash IS DISTINCT FROM CASE WHEN c.seal_number = 0 THEN decode(repeat('00', 32), 'hex') ELSE s.hash END
               THEN format('the closing of %s (%s) names seal %s, whose hash is another', c.recorded_at, c.id, c.seal_number)
           END AS failure
      FROM book_closing c
      LEFT JOIN entry_seal s ON s.workspace_id = $1 AND s.number = c.seal_number
     WHERE c.workspace_id = $1
    UNION ALL
    SELECT CASE WHEN last.through IS DISTINCT FROM b.closed_through
                THEN format('the books are closed through %s, the last closing says %s', coalesce(b.closed_through::text, 'no day'),
                            coalesce(last.through::text, 'no day')) END
      FROM books b
      LEFT JOIN LATERAL (SELECT c.through FROM book_closing c WHERE c.workspace_id = $1
                     ORDER BY c.recorded_at DESC, c.id DESC LIMIT 1) AS last ON true
     WHERE b.workspace_id = $1`,
};

/** A close seals everything first, so the numbers of seals say what came after it and before the next one. */
const CLOSED_PERIODS_HOLD: Proof = {
  name: 'closed-periods-hold',
  description:
    'While a period was closed nothing was posted in it but what is marked as late, and reversals that were let past the close.',
  sql: `
    WITH closing AS (
      SELECT through, seal_number, recorded_at,
             lead(seal_number) OVER (ORDER BY recorded_at, id) AS until
        FROM book_closing WHERE workspace_id = $1
    ), entry AS (
      SELECT c.through, c.recorded_at, s.effective, s.entry_id
        FROM closing c
        JOIN entry_seal s ON s.workspace_id = $1 AND s.number > c.seal_number AND s.effective <= c.through
             AND (c.until IS NULL OR s.number <= c.until)
      UNION ALL
      SELECT c.through, c.recorded_at, u.effective, u.entry_id
        FROM closing c
        JOIN unsealed_entry u ON u.workspace_id = $1 AND u.effective <= c.through
       WHERE c.until IS NULL
    )
    SELECT CASE WHEN e.kind NOT IN ('late', 'reversal')
                THEN format('entry %s of %s was posted after the close through %s of %s', e.entry_id, e.effective, entry.through,
                            entry.recorded_at) END AS failure
      FROM entry
      JOIN journal_entry e ON e.workspace_id = $1 AND e.effective = entry.effective AND e.entry_id = entry.entry_id`,
};

/** What holds of closed periods. */
export const CLOSING_PROOFS: readonly Proof[] = [CLOSINGS_NAME_THEIR_SEAL, CLOSED_PERIODS_HOLD];
