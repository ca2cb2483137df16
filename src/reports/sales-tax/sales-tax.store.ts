import { ACCOUNT_TYPES, type AccountType } from '../../ledger/accounts/catalogue/account-types.ts';
import { toldId } from '../../ledger/merges/index.ts';
import { recordsAsOf } from '../../ledger/record-versions/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Basis } from '../filters/filter-fields.ts';
import type { LineFilter } from '../filters/line-filter.ts';
import { filteredLines, postedAmounts } from '../filters/posted-amounts.ts';
import { sumTaxAmounts, type TaxAmount } from './tax-amounts.store.ts';

export interface TaxScope {
  readonly startDate: string;
  readonly endDate: string;
  readonly basis: Basis;
  readonly filter: LineFilter;
}

/** What was taxed and levied in a period, from the journal's lines alone. */
export function selectTaxAmounts(
  transaction: Transaction,
  workspaceId: string,
  { startDate, endDate, basis, filter }: TaxScope,
  currency: string,
): Promise<TaxAmount[]> {
  const values: unknown[] = [workspaceId, startDate, endDate, basis];
  const lines = `(SELECT l.*, false AS is_late FROM ${filteredLines(filter, values)} AS l
                   WHERE l.tax_id IS NOT NULL AND l.effective BETWEEN $2 AND $3 AND l.basis IN ('both', $4))`;
  return sumTaxAmounts(transaction, lines, currency, values, filter);
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
  const accounts = recordsAsOf('account', filter.throughSeal);
  const taxes = recordsAsOf('tax', filter.throughSeal);
  return transaction.query<TaxAccount & Record<string, unknown>>(
    `WITH named AS MATERIALIZED (
       SELECT t.sales_account_id AS id FROM ${taxes} t WHERE t.workspace_id = $1
        UNION SELECT t.purchase_account_id FROM ${taxes} t WHERE t.workspace_id = $1
        UNION SELECT unnest($5::uuid[])
     ), told AS MATERIALIZED (
       SELECT DISTINCT ${toldId('account', 'named.id', filter)} AS id FROM named
     ), own AS MATERIALIZED (
       SELECT told.id, told.id AS told_id FROM told
        UNION ALL
       SELECT a.id, a.merged_into FROM ${accounts} a
        WHERE $7 AND a.workspace_id = $1 AND a.merged_into IN (SELECT told.id FROM told)
     ), sums AS MATERIALIZED (
       SELECT own.told_id AS account_id, sum(p.base_amount) AS movement
         FROM ${postedAmounts(filter, { first: '$2::date', last: '$3::date' }, values)} AS p
         JOIN own ON own.id = p.account_id
        WHERE p.basis IN ('both', $4)
        GROUP BY own.told_id
     )
     SELECT a.id, a.account_number, a.name, a.type, s.name AS sub_type, a.parent_id,
            coalesce(sums.movement, 0)::text AS movement
       FROM told
       JOIN ${accounts} a ON a.workspace_id = $1 AND a.id = told.id
       JOIN account_sub_type s ON s.id = a.sub_type_id
       LEFT JOIN sums ON sums.account_id = a.id
      WHERE sums.movement <> 0 OR a.id = ANY ($5)
      ORDER BY array_position($6::text[], a.type), a.account_number NULLS LAST, a.name_key, a.id`,
    values,
  );
}
