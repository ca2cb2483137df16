import { ACCOUNT_TYPES, type AccountType } from '../../ledger/accounts/catalogue/account-types.ts';
import { toldId } from '../../ledger/merges/index.ts';
import { recordsAsOf } from '../../ledger/record-versions/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Basis } from '../filters/filter-fields.ts';
import type { LineFilter } from '../filters/line-filter.ts';
import { nameOfSums, postedAmounts } from '../filters/posted-amounts.ts';

export interface BalanceScope {
  readonly startDate: string;
  readonly endDate: string;
  readonly basis: Basis;
  readonly accountType: AccountType | null;
  readonly filter: LineFilter;
}

/** Signed, debit positive, minor units of the workspace's currency. */
export interface AccountBalance {
  readonly id: string;
  readonly account_number: string | null;
  readonly name: string;
  readonly type: AccountType;
  readonly sub_type: string;
  readonly parent_id: string | null;
  readonly role: string | null;
  /** The accounts whose lines of the period are told under it: its own id, and those of accounts merged into it; none without lines. */
  readonly ownIds: readonly string[];
  readonly opening: string;
  readonly movement: string;
}

/** The balance at the end of the period; debit positive. */
export const closingOf = ({ opening, movement }: Pick<AccountBalance, 'opening' | 'movement'>): bigint =>
  BigInt(opening) + BigInt(movement);

/**
 * The balance of every account with postings in scope, in the order of the chart. Income and expenses of before the
 * start are on the Retained Earnings row, which is there also where nothing else was posted to it. Accounts that are merged
 * are told as one. The one rule of what an account opens with: every report that tells openings reads it here.
 */
export async function selectBalances(
  transaction: Transaction,
  workspaceId: string,
  { startDate, endDate, basis, accountType, filter }: BalanceScope,
): Promise<AccountBalance[]> {
  const values: unknown[] = [
    workspaceId,
    startDate,
    endDate,
    basis,
    ACCOUNT_TYPES,
    filter.accountIds,
    accountType,
  ];
  const amounts = postedAmounts(filter, { first: 'c.first', last: 'c.last' }, values);
  const accounts = recordsAsOf('account', filter.throughSeal);
  return transaction.query<AccountBalance & Record<string, unknown>>(
    `WITH sums AS MATERIALIZED (
       SELECT p.account_id, c.before_start, sum(p.base_amount) AS balance
         FROM (VALUES (true, '-infinity'::date, $2::date - 1), (false, $2::date, $3::date)) AS c(before_start, first, last)
        CROSS JOIN LATERAL ${amounts} AS p
        WHERE p.basis IN ('both', $4)
        GROUP BY p.account_id, c.before_start
     ), scoped AS MATERIALIZED (
       SELECT ${toldId('account', 's.account_id', filter)} AS account_id, s.account_id AS own_id, s.balance,
              s.before_start, s.before_start AND a.type IN ('Income', 'Expenses') AS earlier
         FROM sums s
         JOIN ${accounts} a ON a.workspace_id = $1 AND a.id = s.account_id
     ), retained AS (
       SELECT coalesce(sum(balance), 0) AS balance FROM scoped WHERE earlier
     ), own AS (
       SELECT account_id, coalesce(sum(balance) FILTER (WHERE before_start), 0) AS opening,
              coalesce(sum(balance) FILTER (WHERE NOT before_start), 0) AS movement,
              array_agg(own_id::text ORDER BY own_id) FILTER (WHERE NOT before_start) AS own_ids
         FROM scoped
        WHERE NOT earlier
        GROUP BY account_id
     )
     SELECT a.id, a.account_number, a.name, a.type, s.name AS sub_type, a.parent_id, a.role,
            coalesce(own.own_ids, '{}') AS "ownIds",
            (coalesce(own.opening, 0) + CASE WHEN a.role = 'retained_earnings' THEN retained.balance ELSE 0 END)::text AS opening,
            coalesce(own.movement, 0)::text AS movement
       FROM ${accounts} a
       JOIN account_sub_type s ON s.id = a.sub_type_id
      CROSS JOIN retained
       LEFT JOIN own ON own.account_id = a.id
      WHERE a.workspace_id = $1
        AND (own.account_id IS NOT NULL OR (a.role = 'retained_earnings' AND retained.balance <> 0))
        AND (cardinality($6::uuid[]) = 0 OR a.id = ANY ($6))
        AND ($7::text IS NULL OR a.type = $7)
      ORDER BY array_position($5::text[], a.type), a.account_number NULLS LAST, a.name_key, a.id`,
    values,
    nameOfSums('trial_balance', filter),
  );
}
