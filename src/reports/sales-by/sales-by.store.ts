import { toldId } from '../../ledger/merges/index.ts';
import { recordsAsOf } from '../../ledger/record-versions/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Basis } from '../filters/filter-fields.ts';
import type { LineFilter } from '../filters/line-filter.ts';
import { filteredLines } from '../filters/posted-amounts.ts';
import { OTHER_INCOME } from '../profit-and-loss/lay-out-profit-and-loss.ts';
import type { Period } from '../profit-and-loss/profit-and-loss.store.ts';

/** What sales are told apart by. */
export type Dimension = 'customer' | 'product';

const COLUMNS = { customer: 'customer_id', product: 'product_id' } as const;

const idOf = (dimension: Dimension, id: string, filter: LineFilter) =>
  dimension === 'customer' ? toldId('customer', id, filter) : id;

/** Net sales of one customer or product; null is without one. */
export interface SoldAmount {
  readonly id: string | null;
  readonly amount: string;
  /** The income accounts that it stands on. */
  readonly accountIds: readonly string[];
}

/** What the accounts of sales came to in a period, by customer or product. */
export function selectSoldAmounts(
  transaction: Transaction,
  workspaceId: string,
  dimension: Dimension,
  { startDate, endDate }: Period,
  { basis, filter }: { basis: Basis; filter: LineFilter },
): Promise<SoldAmount[]> {
  const values: unknown[] = [workspaceId, basis, startDate, endDate, OTHER_INCOME];
  const accounts = recordsAsOf('account', filter.throughSeal);
  return transaction.query<SoldAmount & Record<string, unknown>>(
    `SELECT ${idOf(dimension, 'own.id', filter)} AS id, (-sum(own.amount))::text AS amount,
            array_agg(DISTINCT ${toldId('account', 'own.account_id', filter)}::text) AS "accountIds"
       FROM (
         SELECT l.${COLUMNS[dimension]} AS id, l.account_id, sum(l.base_amount) AS amount
           FROM ${filteredLines(filter, values)} AS l
           JOIN ${accounts} a ON a.workspace_id = $1 AND a.id = l.account_id AND a.type = 'Income'
           LEFT JOIN ${accounts} told ON ${filter.merged} AND told.workspace_id = $1 AND told.id = a.merged_into
           JOIN account_sub_type s ON s.id = coalesce(told.sub_type_id, a.sub_type_id) AND s.name <> $5
          WHERE l.effective BETWEEN $3 AND $4 AND l.basis IN ('both', $2)
          GROUP BY 1, 2
       ) AS own
      GROUP BY 1`,
    values,
  );
}

/**
 * How much of each product the documents of a period sold. The journal counts money alone, so that quantities are those of
 * the documents whose entries lie in the period and were not taken back in it. What was sold before the books began is in their
 * opening balance, and no income of the period.
 */
export function selectSoldQuantities(
  transaction: Transaction,
  workspaceId: string,
  { startDate, endDate }: Period,
  { customerIds, productIds }: Pick<LineFilter, 'customerIds' | 'productIds'>,
): Promise<{ id: string; quantity: string }[]> {
  return transaction.query<{ id: string; quantity: string }>(
    `SELECT il.product_id AS id,
            trim_scale(sum(il.quantity * n.times * CASE i.invoice_type WHEN 'memo' THEN -1 ELSE 1 END))::text AS quantity
       FROM (SELECT e.source_id, sum(CASE e.kind WHEN 'reversal' THEN -1 ELSE 1 END) AS times
               FROM journal_entry e
              WHERE e.workspace_id = $1 AND e.effective BETWEEN $2 AND $3 AND e.source = 'invoice' AND e.kind <> 'opening'
                AND (e.kind <> 'reversal' OR NOT EXISTS (
                      SELECT FROM journal_entry o WHERE o.workspace_id = $1 AND o.source_id = e.source_id
                         AND o.entry_id = e.reverses_entry_id AND o.kind = 'opening'))
              GROUP BY 1) AS n
       JOIN invoice i ON i.workspace_id = $1 AND i.id = n.source_id
       JOIN invoice_line il ON il.workspace_id = $1 AND il.invoice_id = i.id
      WHERE n.times <> 0 AND (cardinality($4::uuid[]) = 0 OR i.customer_id = ANY ($4))
        AND (cardinality($5::uuid[]) = 0 OR il.product_id = ANY ($5))
      GROUP BY 1`,
    [workspaceId, startDate, endDate, customerIds, productIds],
    'sold_quantities',
  );
}

/** The names of customers or products, in their order; only products have codes. */
export function selectNames(
  transaction: Transaction,
  workspaceId: string,
  dimension: Dimension,
  ids: readonly string[],
  { throughSeal }: Pick<LineFilter, 'throughSeal'>,
): Promise<{ id: string; name: string; code: string | null }[]> {
  const columns = dimension === 'customer' ? 'r.customer AS name, NULL AS code' : 'r.name, r.code';
  return transaction.query<{ id: string; name: string; code: string | null }>(
    `SELECT r.id, ${columns} FROM ${recordsAsOf(dimension, throughSeal)} r
      WHERE r.workspace_id = $1 AND r.id = ANY ($2::uuid[]) ORDER BY r.name_key, r.id`,
    [workspaceId, ids],
    throughSeal === undefined ? `sales_by_${dimension}_names` : undefined,
  );
}
