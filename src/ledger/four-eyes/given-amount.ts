/** Of an item that is given away, by what takes from it: what stood of that when `own` was written, with it. */
const given = (own: string, item: string) => `(
  SELECT sum(s.base_amount)
    FROM allocation a
    JOIN allocation s ON s.workspace_id = $1 AND s.${item} = a.${item} AND s.reverses IS NULL AND s.recorded_at <= a.recorded_at
    JOIN payment t ON t.workspace_id = $1 AND t.id = s.${own} AND t.kind = e.source
   WHERE a.workspace_id = $1 AND a.${own} = e.source_id AND a.reverses IS NULL
     AND NOT EXISTS (SELECT FROM allocation r WHERE r.workspace_id = $1 AND r.reverses = s.id AND r.recorded_at < a.recorded_at))`;

/**
 * SQL: what is held against the limit by the `journal_entry e` of a refund or write-off, with what was given away before of
 * the same document and stood then; null of any other entry. The first parameter is the workspace.
 */
export const GIVEN_AMOUNT = `CASE
  WHEN e.source_version > 1 THEN NULL
  WHEN e.source = 'write_off' THEN ${given('from_open_item_id', 'to_open_item_id')}
  WHEN e.source = 'refund' THEN ${given('to_open_item_id', 'from_open_item_id')}
END`;
