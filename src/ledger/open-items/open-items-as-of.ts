/** Which of the two sub-ledgers: what customers owe, or what is owed to vendors. */
export type Control = 'receivable' | 'payable';

const ROLES = { receivable: 'accounts_receivable', payable: 'accounts_payable' } as const;

export interface OpenItemScope {
  readonly control: Control;
  /** The day at whose end they are open. */
  readonly asOf: string;
  /** Only of these customers, or vendors; of all where there are none. */
  readonly partyIds?: readonly string[];
  /** Only what was sealed up to this number, and what was allocated until it was sealed. */
  readonly throughSeal?: number | undefined;
}

/**
 * What is left of each open item at the end of a day, in the accrual book: its lines and its allocations up to then
 * (ledger.md 4). Positive is owed by the customer, or to the vendor. Together they are the balance of the control account,
 * since an allocation only moves from one item to the other. What is left is due on the due date of its invoice; of
 * anything else, on its first day.
 *
 * A subquery for FROM with the columns id, party_id, currency, amount, base_amount, first_day and due_day.
 *
 * @param values parameters of the statement, with the workspace as `$1`; those of the scope are added
 */
export function openItemsAsOf(
  { control, asOf, partyIds = [], throughSeal }: OpenItemScope,
  values: unknown[],
): string {
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const party = control === 'receivable' ? 'customer_id' : 'vendor_id';
  const sign = control === 'receivable' ? '' : '-';
  const day = parameter(asOf);
  const lines = [`l.effective <= ${day}::date`];
  const allocations = [`a.effective <= ${day}::date`];
  if (partyIds.length > 0) lines.push(`l.${party} = ANY (${parameter(partyIds)}::uuid[])`);
  if (throughSeal !== undefined) {
    const seal = parameter(throughSeal);
    lines.push(`EXISTS (SELECT FROM entry_seal s WHERE s.workspace_id = $1 AND s.effective = l.effective
      AND s.entry_id = l.entry_id AND s.number <= ${seal})`);
    allocations.push(`a.recorded_at <= (SELECT s.sealed_at FROM entry_seal s
      WHERE s.workspace_id = $1 AND s.number <= ${seal} ORDER BY s.number DESC LIMIT 1)`);
  }
  return `(
    WITH item AS MATERIALIZED (
      SELECT l.open_item_id AS id, l.${party} AS party_id, l.currency, ${sign}sum(l.amount) AS amount,
             ${sign}sum(l.base_amount) AS base_amount, min(l.effective) AS first_day
        FROM journal_line l
       WHERE l.workspace_id = $1 AND l.basis <> 'cash' AND ${lines.join(' AND ')}
         AND l.account_id = (SELECT id FROM account WHERE workspace_id = $1 AND role = '${ROLES[control]}')
       GROUP BY 1, 2, 3
    ), moved AS (
      SELECT m.id, sum(m.amount) AS amount, sum(m.base_amount) AS base_amount
        FROM allocation a
        JOIN item f ON f.id = a.from_open_item_id
        JOIN item t ON t.id = a.to_open_item_id
       CROSS JOIN LATERAL (VALUES (f.id, a.amount, a.base_amount), (t.id, -a.amount, -a.base_amount))
             AS m(id, amount, base_amount)
       WHERE a.workspace_id = $1 AND ${allocations.join(' AND ')}
       GROUP BY m.id
    ), open AS (
      SELECT item.id, item.party_id, item.currency, item.first_day, item.amount + coalesce(moved.amount, 0) AS amount,
             item.base_amount + coalesce(moved.base_amount, 0) AS base_amount
        FROM item LEFT JOIN moved ON moved.id = item.id
    )
    SELECT o.*, coalesce(i.due_date, o.first_day) AS due_day
      FROM open o
      LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = o.id AND i.invoice_type = 'invoice'
     WHERE o.amount <> 0 OR o.base_amount <> 0
  )`;
}
