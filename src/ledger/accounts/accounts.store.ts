import type { Transaction } from '../../platform/database/transaction.ts';
import { identityOf, timestampsOf } from '../../platform/http/record.ts';
import { nameKey } from '../../platform/text.ts';
import { toldId } from '../merges/merged-ids.ts';
import { formatMinorUnits } from '../money/index.ts';
import type { Account, DELETE_BLOCKED_REASONS } from './account.schema.ts';
import { ACCOUNT_TYPES, type AccountType } from './catalogue/account-types.ts';
import { ALL_DAYS, postedSums } from './posted-sums.ts';

export interface AccountFilter {
  readonly type?: AccountType | undefined;
  readonly subTypeId?: number | undefined;
  /** A part of the name or number, case ignored. */
  readonly search?: string | undefined;
  readonly inactive: boolean;
  /** Also those that are merged into others. */
  readonly includeMerged?: boolean;
  readonly onlyCategoryAccounts: boolean;
  readonly includeDeleteMeta: boolean;
  readonly limit: number | null;
  readonly offset: number;
}

interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly account_number: string | null;
  readonly type: AccountType;
  readonly sub_type: Account['subType'];
  readonly status: Account['status'];
  readonly editable: boolean;
  readonly currency: string;
  readonly description: string | null;
  readonly color: string | null;
  readonly parent_id: string | null;
  readonly taxes: Account['taxes'];
  readonly mask: string | null;
  readonly institution: Account['institution'];
  readonly merged_into: string | null;
  readonly merged_ids: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly blocked: (typeof DELETE_BLOCKED_REASONS)[number] | null;
}

// strpos and not LIKE: nothing in the searched text is then a wildcard.
const MATCHING = `
    FROM account a
    JOIN account_sub_type s ON s.id = a.sub_type_id
   WHERE a.workspace_id = $1 AND a.status = $2
     AND ($3::text IS NULL OR a.type = $3)
     AND ($4::integer IS NULL OR a.sub_type_id = $4)
     AND ($5::text IS NULL OR strpos(a.name_key, $5) > 0 OR strpos(lower(a.account_number), $5) > 0)
     AND (NOT $6::boolean OR a.type IN ('Income', 'Expenses'))
     AND ($7::boolean OR a.merged_into IS NULL)`;

// Products, taxes and invoices that are deleted count: their rows still name the account. For journal lines the order
// names the index; lines of invoices have none by account and are read once. As plain EXISTS both tables were read for
// each account: 2 s with 50,000 invoices.
const BLOCKED = `
  CASE
    WHEN NOT a.editable THEN 'NOT_EDITABLE'
    WHEN a.merged_into IS NOT NULL THEN 'IS_MERGED'
    WHEN EXISTS (
      SELECT FROM account m WHERE m.workspace_id = $1 AND m.merged_into = a.id
    ) THEN 'HAS_MERGED_ACCOUNTS'
    WHEN (SELECT l.line_no FROM journal_line l WHERE l.workspace_id = $1 AND l.account_id = a.id
           ORDER BY l.effective LIMIT 1) IS NOT NULL OR EXISTS (
      SELECT FROM recurring_journal_account r WHERE r.workspace_id = $1 AND r.account_id = a.id
    ) OR EXISTS (
      SELECT FROM journal_draft_account d WHERE d.workspace_id = $1 AND d.account_id = a.id
    ) THEN 'HAS_JOURNAL_ENTRIES'
    WHEN EXISTS (
      SELECT FROM account c WHERE c.workspace_id = $1 AND c.parent_id = a.id
    ) THEN 'HAS_SUB_ACCOUNTS'
    WHEN EXISTS (
      SELECT FROM product p WHERE p.workspace_id = $1 AND a.id IN (p.category_account_id, p.purchase_category_account_id)
    ) OR EXISTS (
      SELECT FROM tax t WHERE t.workspace_id = $1 AND a.id IN (t.sales_account_id, t.purchase_account_id)
    ) OR a.id IN (
      SELECT il.account_id FROM invoice_line il WHERE il.workspace_id = $1 AND il.account_id IS NOT NULL
    ) THEN 'HAS_INVOICE_PRODUCTS'
  END`;

const COLUMNS = `
  a.id, a.name, a.account_number, a.type, a.status, a.editable, a.currency, a.description, a.color,
  a.merged_into, ARRAY(SELECT m.id::text FROM account m WHERE m.workspace_id = $1 AND m.merged_into = a.id ORDER BY m.id) AS merged_ids,
  a.parent_id, a.mask, a.institution, a.created_at AS "createdAt", a.updated_at AS "updatedAt",
  json_build_object('id', s.id, 'name', s.name, 'anchorTier', s.anchor_tier) AS sub_type,
  (SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'percentage', t.percentage)
                            ORDER BY x.position, t.id), '[]'::json)
     FROM account_tax x
     JOIN tax t ON t.workspace_id = x.workspace_id AND t.id = x.tax_id AND t.deleted_at IS NULL
    WHERE x.workspace_id = $1 AND x.account_id = a.id) AS taxes`;

function filterValues(workspaceId: string, filter: AccountFilter): unknown[] {
  return [
    workspaceId,
    filter.inactive ? 'inactive' : 'active',
    filter.type ?? null,
    filter.subTypeId ?? null,
    filter.search === undefined ? null : nameKey(filter.search),
    filter.onlyCategoryAccounts,
    filter.includeMerged ?? false,
  ];
}

/**
 * A page of the chart, flat: by type, within a type bank-like accounts first, then by number and name. Accounts without
 * a number come last.
 */
export async function selectAccounts(
  transaction: Transaction,
  workspaceId: string,
  filter: AccountFilter,
): Promise<Account[]> {
  const rows = await transaction.query<AccountRow>(
    `SELECT ${COLUMNS}, CASE WHEN $11::boolean THEN ${BLOCKED} END AS blocked
     ${MATCHING}
      ORDER BY array_position($8::text[], a.type), (s.anchor_tier = 'PHYSICAL_ACCOUNT') IS NOT TRUE,
               a.account_number NULLS LAST, a.name_key, a.id
      LIMIT $9 OFFSET $10`,
    [
      ...filterValues(workspaceId, filter),
      ACCOUNT_TYPES,
      filter.limit,
      filter.offset,
      filter.includeDeleteMeta,
    ],
    'select_accounts',
  );
  return rows.map((row) => toAccount(row, filter.includeDeleteMeta));
}

/**
 * Those of the accounts that there are, by id, of any status, with their sub-accounts inside.
 *
 * @param includeDeleteMeta whether to say if each of them, and of their sub-accounts, may be deleted
 */
export async function findAccounts(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
  includeDeleteMeta = false,
): Promise<ReadonlyMap<string, Account>> {
  if (ids.length === 0) return new Map();
  const rows = await transaction.query<AccountRow>(
    `SELECT ${COLUMNS}, CASE WHEN $3::boolean THEN ${BLOCKED} END AS blocked
       FROM account a
       JOIN account_sub_type s ON s.id = a.sub_type_id
      WHERE a.workspace_id = $1 AND (a.id = ANY ($2::uuid[]) OR (a.parent_id = ANY ($2::uuid[]) AND a.merged_into IS NULL))
      ORDER BY a.account_number NULLS LAST, a.name_key, a.id`,
    [workspaceId, ids, includeDeleteMeta],
    'find_accounts',
  );
  const accounts = rows.map((row) => toAccount(row, includeDeleteMeta));
  const children = Map.groupBy(accounts, (account) => account.parentAccountUuid);
  const named = new Set(ids);
  return new Map(
    accounts
      .filter(({ id }) => named.has(id))
      .map((account) => [account.id, { ...account, subAccounts: children.get(account.id) ?? [] }]),
  );
}

/** As `findAccounts`, of one account; undefined where it is not there. */
export async function findAccount(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  includeDeleteMeta = false,
): Promise<Account | undefined> {
  return (await findAccounts(transaction, workspaceId, [id], includeDeleteMeta)).get(id);
}

/** How many accounts there are on all pages. */
export async function countAccounts(
  transaction: Transaction,
  workspaceId: string,
  filter: AccountFilter,
): Promise<number> {
  const [row] = await transaction.query<{ count: number }>(
    `SELECT count(*)::integer AS count ${MATCHING}`,
    filterValues(workspaceId, filter),
    'count_accounts',
  );
  return row!.count;
}

function toAccount(row: AccountRow, includeDeleteMeta: boolean): Account {
  return {
    ...identityOf(row.id),
    accUuid: row.id,
    accountUuid: row.id,
    name: row.name,
    accountNumber: row.account_number,
    type: row.type,
    subType: row.sub_type,
    status: row.status,
    editable: row.editable,
    currency: row.currency,
    description: row.description,
    color: row.color,
    parentAccountUuid: row.parent_id,
    taxes: row.taxes,
    mask: row.mask,
    institution: row.institution,
    providerBalances: [],
    mergedIntoUuid: row.merged_into,
    mergedUuids: [...row.merged_ids],
    ...timestampsOf(row),
    ...(includeDeleteMeta ? { canDelete: row.blocked === null, deleteBlockedReason: row.blocked } : {}),
    subAccounts: [],
  };
}

/**
 * Writes each account's balance into it: everything posted whatever its date, in the accrual book and the workspace's
 * currency, positive on the account's natural side; what is posted to accounts that are merged into it is its own. Sub-accounts are not rolled up into their parents.
 */
export async function withBalances(
  transaction: Transaction,
  workspaceId: string,
  accounts: readonly Account[],
): Promise<Account[]> {
  const rows = await transaction.query<{ account_id: string; balance: string; currency: string }>(
    `WITH sums AS MATERIALIZED (
       SELECT p.account_id, sum(p.base_amount) AS balance
         FROM ${postedSums(ALL_DAYS)} AS p
        WHERE p.basis IN ('both', 'accrual')
        GROUP BY p.account_id
     ), told AS MATERIALIZED (
       SELECT ${toldId('account', 'sums.account_id')} AS account_id, sum(sums.balance) AS balance FROM sums GROUP BY 1
     )
     SELECT a.id AS account_id, b.currency, coalesce(told.balance, 0)::text AS balance
       FROM account a
       JOIN books b ON b.workspace_id = a.workspace_id
       LEFT JOIN told ON told.account_id = a.id
      WHERE a.workspace_id = $1 AND a.id = ANY ($2)`,
    [workspaceId, accounts.map((account) => account.id)],
    'select_account_balances',
  );
  const balances = new Map(rows.map((row) => [row.account_id, row]));
  return accounts.map((account) => {
    const { balance, currency } = balances.get(account.id)!;
    const debit = BigInt(balance);
    const natural = account.type === 'Assets' || account.type === 'Expenses' ? debit : -debit;
    return { ...account, balance: formatMinorUnits(natural, currency) };
  });
}
