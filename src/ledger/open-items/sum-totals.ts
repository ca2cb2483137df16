import { CONTROL_COLUMNS, type ItemsAsked } from './control-columns.ts';

/**
 * What is left of open items out of their totals: of those with something left, with the lines that have no seal yet and
 * the allocations that are not totalled yet, and without the lines and allocations that are later than the day. An item that
 * is settled comes back in by what is later. Read it in one statement, whose snapshot cannot see an entry, or an allocation, in
 * both or in neither.
 *
 * What is added up is grouped and not joined, and looked up row by row (OFFSET 0): how much waits for the sealer changes all
 * the time, so that the planner's idea of it is mostly wrong; see POSTED_SUMS.
 */
export function sumTotals({ control, day, parties }: ItemsAsked): string {
  const { accountId, party, sign } = CONTROL_COLUMNS[control];
  const ofParties = (column: string) =>
    parties === undefined ? '' : `AND ${column} = ANY (${parties}::uuid[])`;
  return `
    WITH moved AS (
      SELECT l.open_item_id AS id, l.${party} AS party_id, l.currency, ${sign}l.amount::numeric AS amount,
             ${sign}l.base_amount::numeric AS base_amount, l.effective AS first_day
        FROM unsealed_entry u
       CROSS JOIN LATERAL (
         SELECT l.* FROM journal_line l
          WHERE l.workspace_id = $1 AND l.effective = u.effective AND l.entry_id = u.entry_id OFFSET 0
       ) AS l
       WHERE u.workspace_id = $1 AND l.account_id = ${accountId} AND l.basis <> 'cash' ${ofParties(`l.${party}`)}
      UNION ALL
      SELECT l.open_item_id, l.${party}, l.currency, -(${sign}l.amount), -(${sign}l.base_amount), NULL
        FROM journal_line l
       WHERE l.workspace_id = $1 AND l.account_id = ${accountId} AND l.basis <> 'cash' AND l.effective > ${day}::date
             ${ofParties(`l.${party}`)}
      UNION ALL
      SELECT o.id, o.${party}, o.currency, a.amount, a.base_amount, NULL
        FROM (${allocationsByItem(day)}) AS a
       CROSS JOIN LATERAL (
         SELECT o.* FROM open_item o WHERE o.workspace_id = $1 AND o.id = a.id OFFSET 0
       ) AS o
       WHERE o.control = '${control}' ${ofParties(`o.${party}`)}
    ), own AS (
      SELECT id, party_id, currency, sum(amount) AS amount, sum(base_amount) AS base_amount, min(first_day) AS first_day,
             bool_or(is_total) AS has_total
        FROM (SELECT t.open_item_id AS id, t.party_id, t.currency, t.amount, t.base_amount, t.first_day, true AS is_total
                FROM open_item_total t
               WHERE t.workspace_id = $1 AND t.control = '${control}' AND (t.amount <> 0 OR t.base_amount <> 0)
                     ${ofParties('t.party_id')}
              UNION ALL
              SELECT m.*, false FROM moved m) AS part
       GROUP BY id, party_id, currency
      HAVING sum(amount) <> 0 OR sum(base_amount) <> 0
    )
    SELECT own.id, own.party_id, own.currency, own.amount, own.base_amount, least(own.first_day, settled.first_day) AS first_day
      FROM own
      LEFT JOIN LATERAL (
        SELECT t.first_day FROM open_item_total t
         WHERE NOT own.has_total AND t.workspace_id = $1 AND t.open_item_id = own.id OFFSET 0
      ) AS settled ON true`;
}

/** By item, what allocations add that are not totalled yet, and take off that are later than the day. */
function allocationsByItem(day: string): string {
  return `
    SELECT side.id, sum(side.amount) AS amount, sum(side.base_amount) AS base_amount
      FROM (SELECT a.from_open_item_id, a.to_open_item_id, a.amount::numeric AS amount, a.base_amount::numeric AS base_amount
              FROM untotalled_allocation u
             CROSS JOIN LATERAL (
               SELECT a.* FROM allocation a WHERE a.workspace_id = $1 AND a.id = u.allocation_id OFFSET 0
             ) AS a
             WHERE u.workspace_id = $1
            UNION ALL
            SELECT a.from_open_item_id, a.to_open_item_id, -a.amount, -a.base_amount
              FROM allocation a WHERE a.workspace_id = $1 AND a.effective > ${day}::date) AS a
     CROSS JOIN LATERAL (VALUES (a.from_open_item_id, a.amount, a.base_amount), (a.to_open_item_id, -a.amount, -a.base_amount))
           AS side(id, amount, base_amount)
     GROUP BY side.id
    HAVING sum(side.amount) <> 0 OR sum(side.base_amount) <> 0`;
}
