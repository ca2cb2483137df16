import { CASH_SUB_TYPES } from '../../ledger/accounts/catalogue/cash-sub-types.ts';
import { daysUpTo, postedSums } from '../../ledger/accounts/posted-sums.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Basis } from '../filters/filter-fields.ts';

/** Balances on a day, minor units of the workspace's currency. */
export interface CashAndTaxes {
  readonly bankAndCash: bigint;
  /** What is owed on them; positive. */
  readonly creditCards: bigint;
  /** How many active accounts of bank, cash and cards there are. */
  readonly accounts: number;
  /** Tax that is owed, less what is recovered. */
  readonly taxes: bigint;
}

/** Reads the balances of bank, cash, cards and taxes: those that the balance sheet has for the same accounts, each told under what it is merged into. */
export async function readCashAndTaxes(
  transaction: Transaction,
  today: string,
  basis: Basis,
): Promise<CashAndTaxes> {
  const [row] = await transaction.query<{ [field in keyof CashAndTaxes]: CashAndTaxes[field] }>(
    `WITH chosen AS (
       SELECT a.id, a.status = 'active' AND a.merged_into IS NULL AS is_used, s.name = ANY ($4::text[]) AS is_money,
              s.anchor_tier IS NOT NULL AND told.type = 'Liabilities' AS is_card,
              told.role IN ('sales_tax', 'input_tax')
                OR EXISTS (SELECT FROM tax t WHERE t.workspace_id = $1 AND told.id IN (t.sales_account_id, t.purchase_account_id))
                AS is_tax
         FROM account a
         JOIN account told ON told.workspace_id = $1 AND told.id = coalesce(a.merged_into, a.id)
         JOIN account_sub_type s ON s.id = told.sub_type_id
        WHERE a.workspace_id = $1
     ), balance AS (
       SELECT c.id, sum(p.base_amount) AS amount
         FROM chosen c
         JOIN ${postedSums(daysUpTo('$2::date'))} AS p ON p.account_id = c.id AND p.basis IN ('both', $3)
        WHERE c.is_money OR c.is_card OR c.is_tax
        GROUP BY c.id
     )
     SELECT coalesce(sum(b.amount) FILTER (WHERE c.is_money), 0)::bigint AS "bankAndCash",
            coalesce(-sum(b.amount) FILTER (WHERE c.is_card), 0)::bigint AS "creditCards",
            coalesce(-sum(b.amount) FILTER (WHERE c.is_tax), 0)::bigint AS taxes,
            count(*) FILTER (WHERE (c.is_money OR c.is_card) AND c.is_used)::integer AS accounts
       FROM chosen c LEFT JOIN balance b ON b.id = c.id`,
    [transaction.workspaceId, today, basis, [...CASH_SUB_TYPES]],
    'cash_and_taxes',
  );
  return row!;
}
