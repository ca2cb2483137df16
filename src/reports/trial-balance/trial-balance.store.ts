import { ACCOUNT_TYPES, type AccountType } from '../../ledger/accounts/catalogue/account-types.ts';
import { POSTED_SUMS } from '../../ledger/accounts/posted-sums.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Basis } from './trial-balance.schema.ts';

export interface Books {
  readonly currency: string;
  readonly basis: Basis;
  readonly fiscalYearStartMonth: number;
  /** Of the accounts and tags that the filter names, those that are not in this workspace. */
  readonly unknownAccountIds: readonly string[];
  readonly unknownTagIds: readonly string[];
}

/** What the report needs to know of the books, and whether what its filter names is there. */
export async function loadBooks(
  transaction: Transaction,
  workspaceId: string,
  named: { readonly accountIds: readonly string[]; readonly tagIds: readonly string[] },
): Promise<Books> {
  const [books] = await transaction.query<Books & Record<string, unknown>>(
    `SELECT b.currency, b.accounting_basis AS basis, b.fiscal_year_start_month AS "fiscalYearStartMonth",
            ARRAY(SELECT n.id FROM unnest($2::uuid[]) AS n(id)
                   WHERE NOT EXISTS (SELECT FROM account a WHERE a.workspace_id = $1 AND a.id = n.id))
              AS "unknownAccountIds",
            ARRAY(SELECT n.id FROM unnest($3::uuid[]) AS n(id)
                   WHERE NOT EXISTS (SELECT FROM tag t WHERE t.workspace_id = $1 AND t.id = n.id)) AS "unknownTagIds"
       FROM books b
      WHERE b.workspace_id = $1`,
    [workspaceId, named.accountIds, named.tagIds],
    'trial_balance_books',
  );
  return books!;
}

export interface BalanceScope {
  readonly startDate: string;
  readonly endDate: string;
  readonly basis: Basis;
  /** Empty: every account. */
  readonly accountIds: readonly string[];
  readonly accountType: AccountType | null;
  /** Lines with one of the tags, lines without any, or both; undefined: whatever their tags. */
  readonly tags?: { readonly ids: readonly string[]; readonly untagged: boolean };
}

export interface AccountBalance {
  readonly id: string;
  readonly account_number: string | null;
  readonly name: string;
  readonly type: AccountType;
  readonly sub_type: string;
  readonly parent_id: string | null;
  /** Signed, debit positive, minor units of the workspace's currency. */
  readonly balance: string;
}

/**
 * The lines themselves, where totals cannot tell: a total knows nothing of tags. In two parts, those with one of the
 * tags and those without any, so that each is one join: looked up line by line it took ten times as long.
 */
const TAGGED_LINES = `(
  SELECT l.account_id, l.basis, l.effective AS day, l.base_amount::numeric AS base_amount
    FROM journal_line l
   WHERE l.workspace_id = $1 AND l.effective <= $3
     AND (l.effective, l.entry_id, l.line_no) IN (
       SELECT t.effective, t.entry_id, t.line_no
         FROM journal_line_tag t
        WHERE t.workspace_id = $1 AND t.tag_id = ANY ($8::uuid[]))
  UNION ALL
  SELECT l.account_id, l.basis, l.effective, l.base_amount::numeric
    FROM journal_line l
   WHERE $9::boolean AND l.workspace_id = $1 AND l.effective <= $3
     AND NOT EXISTS (
       SELECT FROM journal_line_tag t
        WHERE t.workspace_id = $1 AND t.effective = l.effective AND t.entry_id = l.entry_id AND t.line_no = l.line_no)
)`;

/**
 * The balance of every account with postings in scope, in the order of the chart. Income and expenses of before the
 * start are on the Retained Earnings row, which is there also where nothing else was posted to it.
 */
export async function selectBalances(
  transaction: Transaction,
  workspaceId: string,
  scope: BalanceScope,
): Promise<AccountBalance[]> {
  const { tags } = scope;
  const values: unknown[] = [workspaceId, scope.startDate, scope.endDate, scope.basis, ACCOUNT_TYPES];
  values.push(scope.accountIds, scope.accountType);
  if (tags) values.push(tags.ids, tags.untagged);
  return transaction.query<AccountBalance & Record<string, unknown>>(
    `WITH sums AS MATERIALIZED (
       SELECT p.account_id, p.day < $2 AS before_start, sum(p.base_amount) AS balance
         FROM ${tags ? TAGGED_LINES : POSTED_SUMS} AS p
        WHERE p.day <= $3 AND p.basis IN ('both', $4)
        GROUP BY p.account_id, before_start
     ), scoped AS MATERIALIZED (
       SELECT s.account_id, sum(s.balance) AS balance, s.before_start AND a.type IN ('Income', 'Expenses') AS earlier
         FROM sums s
         JOIN account a ON a.workspace_id = $1 AND a.id = s.account_id
        GROUP BY s.account_id, earlier
     ), retained AS (
       SELECT coalesce(sum(balance), 0) AS balance FROM scoped WHERE earlier
     )
     SELECT a.id, a.account_number, a.name, a.type, s.name AS sub_type, a.parent_id,
            (coalesce(own.balance, 0) + CASE WHEN a.role = 'retained_earnings' THEN retained.balance ELSE 0 END)::text AS balance
       FROM account a
       JOIN account_sub_type s ON s.id = a.sub_type_id
      CROSS JOIN retained
       LEFT JOIN scoped own ON own.account_id = a.id AND NOT own.earlier
      WHERE a.workspace_id = $1
        AND (own.account_id IS NOT NULL OR (a.role = 'retained_earnings' AND retained.balance <> 0))
        AND (cardinality($6::uuid[]) = 0 OR a.id = ANY ($6))
        AND ($7::text IS NULL OR a.type = $7)
      ORDER BY array_position($5::text[], a.type), a.account_number NULLS LAST, a.name_key, a.id`,
    values,
    tags ? 'trial_balance_tagged' : 'trial_balance',
  );
}
