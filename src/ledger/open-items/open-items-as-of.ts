import type { Control } from './control-columns.ts';
import { sumLines } from './sum-lines.ts';
import { sumTotals } from './sum-totals.ts';

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
 * Read from the totals, so that it costs what is open and what happened since that day. They know nothing of earlier seals:
 * with `throughSeal` every line is summed.
 *
 * A subquery for FROM with the columns id, party_id, currency, amount, base_amount, first_day and due_day.
 *
 * @param values parameters of the statement, with the workspace as `$1`; those of the scope are added, the day as `$2`
 */
export function openItemsAsOf(
  { control, asOf, partyIds = [], throughSeal }: OpenItemScope,
  values: unknown[],
): string {
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const day = parameter(asOf);
  const parties = partyIds.length > 0 ? parameter(partyIds) : undefined;
  const left =
    throughSeal === undefined
      ? sumTotals({ control, day, parties })
      : sumLines({ control, day, parties, seal: parameter(throughSeal) });
  return `(
    SELECT o.id, o.party_id, o.currency, o.amount, o.base_amount, o.first_day, coalesce(i.due_date, o.first_day) AS due_day
      FROM (${left}) AS o
      LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = o.id AND i.invoice_type = 'invoice'
  )`;
}
