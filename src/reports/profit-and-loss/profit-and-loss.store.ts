import { toldId } from '../../ledger/merges/index.ts';
import { recordsAsOf } from '../../ledger/record-versions/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Basis } from '../filters/filter-fields.ts';
import type { LineFilter } from '../filters/line-filter.ts';
import { nameOfSums, postedResults, postedResultsByTag } from '../filters/posted-amounts.ts';
import type { ReportedAccount } from '../filters/tell-account.ts';

export interface Period {
  readonly startDate: string;
  readonly endDate: string;
}

/** Of one account in one column; signed, debit positive, minor units of the workspace's currency. */
export interface ColumnAmount {
  readonly accountId: string;
  /** The number of the period, from 1, or the tag; null is without a tag. */
  readonly column: string | null;
  readonly amount: string;
}

const OF_RESULT = `a.type IN ('Income', 'Expenses') AND (cardinality($3::uuid[]) = 0 OR a.id = ANY ($3))`;

/** Amounts by account and column, those of merged accounts as one. */
const foldAccounts = (filter: LineFilter, amounts: string) => `
  SELECT ${toldId('account', 'own.account_id', filter)} AS "accountId", own.column, sum(own.amount)::text AS amount
    FROM (${amounts}) AS own
   GROUP BY 1, 2`;

/** What income and expenses came to, account by account, in each of some periods. */
export function selectPeriodAmounts(
  transaction: Transaction,
  workspaceId: string,
  periods: readonly Period[],
  { basis, filter }: { basis: Basis; filter: LineFilter },
): Promise<ColumnAmount[]> {
  const values: unknown[] = [
    workspaceId,
    basis,
    filter.accountIds,
    periods.map(({ startDate }) => startDate),
    periods.map(({ endDate }) => endDate),
  ];
  return transaction.query<ColumnAmount & Record<string, unknown>>(
    foldAccounts(
      filter,
      `SELECT p.account_id, c.number::text AS column, sum(p.base_amount) AS amount
       FROM unnest($4::date[], $5::date[]) WITH ORDINALITY AS c(first, last, number)
       CROSS JOIN LATERAL ${postedResults(filter, { first: 'c.first', last: 'c.last' }, values)} AS p
       JOIN ${recordsAsOf('account', filter.throughSeal)} a ON a.workspace_id = $1 AND a.id = p.account_id
      WHERE p.basis IN ('both', $2) AND ${OF_RESULT}
      GROUP BY 1, 2`,
    ),
    values,
    nameOfSums('period_amounts', filter),
  );
}

/** What income and expenses came to in a period, account by account, for each tag and without a tag. */
export function selectTagAmounts(
  transaction: Transaction,
  workspaceId: string,
  { startDate, endDate }: Period,
  { basis, filter }: { basis: Basis; filter: LineFilter },
): Promise<ColumnAmount[]> {
  const values: unknown[] = [workspaceId, basis, filter.accountIds, startDate, endDate];
  return transaction.query<ColumnAmount & Record<string, unknown>>(
    foldAccounts(
      filter,
      `SELECT p.account_id, p.tag_id AS column, sum(p.base_amount) AS amount
       FROM ${postedResultsByTag(filter, { first: '$4::date', last: '$5::date' }, values)} AS p
       JOIN ${recordsAsOf('account', filter.throughSeal)} a ON a.workspace_id = $1 AND a.id = p.account_id
      WHERE p.basis IN ('both', $2) AND ${OF_RESULT}
      GROUP BY 1, 2`,
    ),
    values,
    nameOfSums('tag_amounts', filter),
  );
}

/** The accounts of these ids, in the order of the chart. */
export function selectReportedAccounts(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
  { throughSeal }: Pick<LineFilter, 'throughSeal'>,
): Promise<ReportedAccount[]> {
  return transaction.query<ReportedAccount & Record<string, unknown>>(
    `SELECT a.id, a.account_number, a.name, a.type, s.name AS sub_type, a.parent_id
       FROM ${recordsAsOf('account', throughSeal)} a
       JOIN account_sub_type s ON s.id = a.sub_type_id
      WHERE a.workspace_id = $1 AND a.id = ANY ($2::uuid[])
      ORDER BY a.account_number NULLS LAST, a.name_key, a.id`,
    [workspaceId, ids],
    throughSeal === undefined ? 'reported_accounts' : undefined,
  );
}

/** The tags of these ids, by name. */
export function selectReportedTags(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
  { throughSeal }: Pick<LineFilter, 'throughSeal'>,
): Promise<{ id: string; name: string }[]> {
  return transaction.query<{ id: string; name: string }>(
    `SELECT t.id, t.name FROM ${recordsAsOf('tag', throughSeal)} t
      WHERE t.workspace_id = $1 AND t.id = ANY ($2::uuid[]) ORDER BY t.name_key, t.id`,
    [workspaceId, ids],
    throughSeal === undefined ? 'reported_tags' : undefined,
  );
}
