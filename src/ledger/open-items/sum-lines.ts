import { CONTROL_COLUMNS, type ItemsAsked } from './control-columns.ts';

/**
 * What is left of open items out of every line there is, and every allocation: only of what was sealed up to a seal, and
 * allocated until then, as the sealer numbered it. An allocation counts where both of its items do.
 */
export function sumLines({ control, day, parties, seal }: ItemsAsked & { readonly seal: string }): string {
  const { accountId, party, sign } = CONTROL_COLUMNS[control];
  return `
    WITH item AS MATERIALIZED (
      SELECT l.open_item_id AS id, l.${party} AS party_id, l.currency, ${sign}sum(l.amount) AS amount,
             ${sign}sum(l.base_amount) AS base_amount, min(l.effective) AS first_day
        FROM journal_line l
       WHERE l.workspace_id = $1 AND l.account_id = ${accountId} AND l.basis <> 'cash' AND l.effective <= ${day}::date
         AND EXISTS (SELECT FROM entry_seal s WHERE s.workspace_id = $1 AND s.effective = l.effective
                      AND s.entry_id = l.entry_id AND s.number <= ${seal})
       GROUP BY 1, 2, 3
    ), moved AS (
      SELECT m.id, sum(m.amount) AS amount, sum(m.base_amount) AS base_amount
        FROM allocation a
        JOIN allocation_seal s ON s.workspace_id = $1 AND s.allocation_id = a.id AND s.number <= ${seal}
        JOIN item f ON f.id = a.from_open_item_id
        JOIN item t ON t.id = a.to_open_item_id
       CROSS JOIN LATERAL (VALUES (f.id, a.amount, a.base_amount), (t.id, -a.amount, -a.base_amount))
             AS m(id, amount, base_amount)
       WHERE a.workspace_id = $1 AND a.effective <= ${day}::date
       GROUP BY m.id
    ), own AS (
      SELECT item.id, item.party_id, item.currency, item.first_day, item.amount + coalesce(moved.amount, 0) AS amount,
             item.base_amount + coalesce(moved.base_amount, 0) AS base_amount
        FROM item LEFT JOIN moved ON moved.id = item.id
       ${parties === undefined ? '' : `WHERE item.party_id = ANY (${parties}::uuid[])`}
    )
    SELECT * FROM own WHERE amount <> 0 OR base_amount <> 0`;
}
