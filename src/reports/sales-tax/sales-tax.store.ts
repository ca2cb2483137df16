import { ACCOUNT_TYPES, type AccountType } from '../../ledger/accounts/catalogue/account-types.ts';
import { toldId } from '../../ledger/merges/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Basis } from '../filters/filter-fields.ts';
import type { LineFilter } from '../filters/line-filter.ts';
import { filteredLines, postedAmounts } from '../filters/posted-amounts.ts';

export interface TaxScope {
  readonly startDate: string;
  readonly endDate: string;
  readonly basis: Basis;
  readonly filter: LineFilter;
}

/** Of a tax at a rate on an account, of sales or of purchases; signed, debit positive, in the workspace's currency. */
export interface TaxAmount {
  readonly taxId: string;
  readonly tax: string;
  readonly kind: string;
  readonly percentage: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly isPurchase: boolean;
  readonly taxable: string;
  readonly amount: string;
}

/** A currency, and how many of the workspace's minor units one of its would be at a rate of 1: `0.01`. */
export interface CurrencyScale {
  readonly code: string;
  readonly scale: string;
}

/**
 * What was taxed and levied in a period, from the journal's lines alone. A tax line says in its own currency what it was
 * reckoned on; that is converted line by line at the rate of the line's document. Only purchases name a vendor.
 *
 * CASE, not coalesce: under row-level security only what cannot leak may use an index, and coalesce counts as what could.
 * All invoices there are were read for a month of them.
 */
export function selectTaxAmounts(
  transaction: Transaction,
  workspaceId: string,
  { startDate, endDate, basis, filter }: TaxScope,
  currency: string,
  scales: readonly CurrencyScale[],
): Promise<TaxAmount[]> {
  const values: unknown[] = [
    workspaceId,
    startDate,
    endDate,
    basis,
    currency,
    scales.map(({ code }) => code),
    scales.map(({ scale }) => scale),
    filter.merged,
  ];
  return transaction.query<TaxAmount & Record<string, unknown>>(
    `SELECT x.tax_id AS "taxId", t.name AS tax, t.kind, trim_scale(x.percentage)::text AS percentage,
            a.id AS "accountId", a.name AS "accountName", x.is_purchase AS "isPurchase",
            sum(x.taxable)::text AS taxable, sum(x.base_amount)::text AS amount
       FROM (
         SELECT l.tax_id, l.account_id, l.vendor_id IS NOT NULL AS is_purchase, l.base_amount,
                coalesce(issued.percentage, own.percentage) AS percentage,
                round(coalesce(l.tax_base, 0) * CASE WHEN l.currency = $5 THEN 1
                  ELSE coalesce(i.exchange_rate * c.scale, l.base_amount::numeric / nullif(l.amount, 0), 0) END) AS taxable
           FROM ${filteredLines(filter, values)} AS l
           JOIN journal_entry e ON e.workspace_id = $1 AND e.effective = l.effective AND e.entry_id = l.entry_id
           JOIN tax own ON own.workspace_id = $1 AND own.id = l.tax_id
           LEFT JOIN invoice i ON i.workspace_id = $1
            AND i.id = CASE WHEN l.open_item_id IS NULL THEN e.source_id ELSE l.open_item_id END
           LEFT JOIN unnest($6::text[], $7::numeric[]) AS c(code, scale) ON c.code = l.currency
           LEFT JOIN LATERAL (
             SELECT lt.percentage FROM invoice_line_tax lt
              WHERE lt.workspace_id = $1 AND lt.invoice_id = i.id AND lt.tax_id = l.tax_id
              LIMIT 1
           ) AS issued ON true
          WHERE l.tax_id IS NOT NULL AND l.effective BETWEEN $2 AND $3 AND l.basis IN ('both', $4)
       ) AS x
       JOIN tax t ON t.workspace_id = $1 AND t.id = x.tax_id
       JOIN account own ON own.workspace_id = $1 AND own.id = x.account_id
       JOIN account a ON a.workspace_id = $1 AND a.id = CASE WHEN $8 AND own.merged_into IS NOT NULL THEN own.merged_into ELSE own.id END
      GROUP BY x.tax_id, t.name, t.name_key, t.kind, x.percentage, a.id, a.name, x.is_purchase
     HAVING sum(x.taxable) <> 0 OR sum(x.base_amount) <> 0
      ORDER BY t.name_key, x.percentage, x.tax_id, a.id`,
    values,
  );
}

/** How an account of taxes moved; signed, debit positive. */
export interface TaxAccount {
  readonly id: string;
  readonly account_number: string | null;
  readonly name: string;
  readonly type: AccountType;
  readonly sub_type: string;
  readonly parent_id: string | null;
  readonly movement: string;
}

/** The accounts that taxes name or stand on, with all that moved them, in the order of the chart. */
export function selectTaxAccounts(
  transaction: Transaction,
  workspaceId: string,
  { startDate, endDate, basis, filter }: TaxScope,
  usedIds: readonly string[],
): Promise<TaxAccount[]> {
  const values: unknown[] = [
    ...[workspaceId, startDate, endDate, basis],
    ...[usedIds, ACCOUNT_TYPES, filter.merged],
  ];
  return transaction.query<TaxAccount & Record<string, unknown>>(
    `WITH named AS MATERIALIZED (
       SELECT sales_account_id AS id FROM tax WHERE workspace_id = $1
        UNION SELECT purchase_account_id FROM tax WHERE workspace_id = $1
        UNION SELECT unnest($5::uuid[])
     ), told AS MATERIALIZED (
       SELECT DISTINCT ${toldId('account', 'named.id', filter.merged)} AS id FROM named
     ), own AS MATERIALIZED (
       SELECT told.id, told.id AS told_id FROM told
        UNION ALL
       SELECT a.id, a.merged_into FROM account a
        WHERE $7 AND a.workspace_id = $1 AND a.merged_into IN (SELECT told.id FROM told)
     ), sums AS MATERIALIZED (
       SELECT own.told_id AS account_id, sum(p.base_amount) AS movement
         FROM ${postedAmounts(filter, values)} AS p
         JOIN own ON own.id = p.account_id
        WHERE p.day BETWEEN $2 AND $3 AND p.basis IN ('both', $4)
        GROUP BY own.told_id
     )
     SELECT a.id, a.account_number, a.name, a.type, s.name AS sub_type, a.parent_id,
            coalesce(sums.movement, 0)::text AS movement
       FROM told
       JOIN account a ON a.workspace_id = $1 AND a.id = told.id
       JOIN account_sub_type s ON s.id = a.sub_type_id
       LEFT JOIN sums ON sums.account_id = a.id
      WHERE sums.movement <> 0 OR a.id = ANY ($5)
      ORDER BY array_position($6::text[], a.type), a.account_number NULLS LAST, a.name_key, a.id`,
    values,
  );
}
