import { CONTROL_COLUMNS, type ItemsAsked } from './control-columns.ts';

/**
 * What is left of open items out of their totals: of those with something left, with the lines that have no seal yet and
 * the allocations that are not totalled yet, and without the lines and allocations that are later than the day. An item that
 * is settled comes back in by what is later. Read it in one statement, whose snapshot cannot see an entry, or an allocation, in
 * both or in neither.
 *
 * How much waits for the sealer changes all the time, so that the planner's idea of it is mostly wrong: what waits is looked
 * up row by row (OFFSET 0; see postedSums), and met with the totals by FULL JOIN, which is never done as a loop in a loop.
 * One of the two is chosen by CASE, since COALESCE counts as leaky, and under a policy no index is asked for what is.
 */
export function sumTotals(asked: ItemsAsked): string {
  const { control } = asked;
  const { party } = CONTROL_COLUMNS[control];
  return `
    WITH moved AS (
      SELECT id, sum(amount) AS amount, sum(base_amount) AS base_amount, min(first_day) AS first_day
        FROM (${movedLines(asked)} UNION ALL ${movedByAllocations(asked)}) AS part
       GROUP BY id
    ), total AS (
      SELECT t.open_item_id AS id, t.party_id, t.currency, t.amount, t.base_amount, t.first_day
        FROM open_item_total t
       WHERE t.workspace_id = $1 AND t.control = '${control}' AND t.is_open ${ofParties(asked, 't.party_id')}
    ), own AS (
      SELECT t.id AS open_id, t.party_id, t.currency, CASE WHEN t.id IS NULL THEN m.id END AS settled_id,
             coalesce(t.amount, 0) + coalesce(m.amount, 0) AS amount,
             coalesce(t.base_amount, 0) + coalesce(m.base_amount, 0) AS base_amount, least(t.first_day, m.first_day) AS first_day
        FROM total t FULL JOIN moved m ON m.id = t.id
    )
    SELECT CASE WHEN own.open_id IS NULL THEN settled.id ELSE own.open_id END AS id,
           CASE WHEN own.open_id IS NULL THEN settled.party_id ELSE own.party_id END AS party_id,
           CASE WHEN own.open_id IS NULL THEN settled.currency ELSE own.currency END AS currency,
           own.amount, own.base_amount, least(own.first_day, settled.first_day) AS first_day
      FROM own
      LEFT JOIN LATERAL (
        SELECT o.id, o.${party} AS party_id, o.currency, t.first_day
          FROM open_item o
          LEFT JOIN open_item_total t ON t.workspace_id = $1 AND t.open_item_id = o.id
         WHERE o.workspace_id = $1 AND o.id = own.settled_id AND o.control = '${control}' ${ofParties(asked, `o.${party}`)}
        OFFSET 0
      ) AS settled ON true
     WHERE (own.amount <> 0 OR own.base_amount <> 0) AND (own.open_id IS NOT NULL OR settled.id IS NOT NULL)`;
}

const ofParties = ({ parties }: ItemsAsked, column: string) =>
  parties === undefined ? '' : `AND ${column} = ANY (${parties}::uuid[])`;

/** The lines that have no seal yet, and those that are later than the day turned around. */
function movedLines(asked: ItemsAsked): string {
  const { accountId, party, sign } = CONTROL_COLUMNS[asked.control];
  const ofControl = `l.account_id = ${accountId} AND l.basis <> 'cash' ${ofParties(asked, `l.${party}`)}`;
  return `
      SELECT l.open_item_id AS id, ${sign}l.amount::numeric AS amount, ${sign}l.base_amount::numeric AS base_amount,
             l.effective AS first_day
        FROM unsealed_entry u
       CROSS JOIN LATERAL (
         SELECT l.* FROM journal_line l
          WHERE l.workspace_id = $1 AND l.effective = u.effective AND l.entry_id = u.entry_id OFFSET 0
       ) AS l
       WHERE u.workspace_id = $1 AND ${ofControl}
      UNION ALL
      SELECT l.open_item_id, -(${sign}l.amount), -(${sign}l.base_amount), NULL
        FROM journal_line l
       WHERE l.workspace_id = $1 AND ${ofControl} AND l.effective > ${asked.day}::date`;
}

/** The same of allocations, on both of their sides, whosever they are: each is less of a credit, and less of a debt. */
function movedByAllocations({ day }: ItemsAsked): string {
  return `
      SELECT side.id, side.amount, side.base_amount, NULL
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
             AS side(id, amount, base_amount)`;
}
