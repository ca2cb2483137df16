import { POSTED_SUMS } from '../../ledger/accounts/posted-sums.ts';
import type { LineFilter } from './line-filter.ts';

const LINE_KEY = (other: string) =>
  `${other}.workspace_id = $1 AND ${other}.effective = l.effective AND ${other}.entry_id = l.entry_id
   AND ${other}.line_no = l.line_no`;

const MARKED: Readonly<Record<string, string>> = {
  reviewed: `EXISTS (SELECT FROM journal_line_mark m WHERE ${LINE_KEY('m')} AND m.reviewed_at IS NOT NULL)`,
  unreviewed: `NOT EXISTS (SELECT FROM journal_line_mark m WHERE ${LINE_KEY('m')} AND m.reviewed_at IS NOT NULL)`,
  reconciled: `EXISTS (SELECT FROM journal_line_mark m WHERE ${LINE_KEY('m')} AND m.reconciled_at IS NOT NULL)`,
  unreconciled: `NOT EXISTS (SELECT FROM journal_line_mark m WHERE ${LINE_KEY('m')} AND m.reconciled_at IS NOT NULL)`,
};

/** Whether the totals by account and day can answer: they know nothing of tags, parties, marks and earlier seals. */
function isTotalled(filter: LineFilter): boolean {
  return (
    filter.tagIds.length + filter.customerIds.length + filter.vendorIds.length === 0 &&
    filter.productIds.length + filter.taxIds.length === 0 &&
    !filter.untagged &&
    filter.status === 'all' &&
    filter.throughSeal === undefined
  );
}

/**
 * Conditions on `journal_line l` for what is filtered by, except tags and accounts.
 *
 * @param values parameters of the statement, with the workspace as `$1`; those of the conditions are added
 */
function lineConditions(filter: LineFilter, values: unknown[]): string[] {
  const conditions: string[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const among = (column: string, ids: readonly string[]) => {
    if (ids.length > 0) conditions.push(`l.${column} = ANY (${parameter(ids)}::uuid[])`);
  };
  among('customer_id', filter.customerIds);
  among('vendor_id', filter.vendorIds);
  among('product_id', filter.productIds);
  among('tax_id', filter.taxIds);
  if (filter.status !== 'all') conditions.push(MARKED[filter.status]!);
  if (filter.throughSeal !== undefined) {
    conditions.push(`EXISTS (SELECT FROM entry_seal s WHERE s.workspace_id = $1 AND s.effective = l.effective
      AND s.entry_id = l.entry_id AND s.number <= ${parameter(filter.throughSeal)})`);
  }
  return conditions;
}

/**
 * The tag conditions of the parts that a filtered journal is read in: lines with one of the tags, and lines without any.
 * Two parts, so that each is one join: looked up line by line it took ten times as long.
 */
function tagConditions(filter: LineFilter, values: unknown[]): string[] {
  const parts: string[] = [];
  if (filter.tagIds.length > 0) {
    parts.push(`(l.effective, l.entry_id, l.line_no) IN (SELECT t.effective, t.entry_id, t.line_no FROM journal_line_tag t
       WHERE t.workspace_id = $1 AND t.tag_id = ANY ($${values.push(filter.tagIds)}::uuid[]))`);
  }
  if (filter.untagged) parts.push(`NOT EXISTS (SELECT FROM journal_line_tag t WHERE ${LINE_KEY('t')})`);
  return parts.length > 0 ? parts : ['true'];
}

/**
 * The journal's lines that a filter leaves, as a subquery for FROM with all columns of journal_line.
 *
 * @param values parameters of the statement, with the workspace as `$1`; those of the filter are added
 */
export function filteredLines(filter: LineFilter, values: unknown[]): string {
  const conditions = lineConditions(filter, values);
  const parts = tagConditions(filter, values).map(
    (tagged) =>
      `SELECT l.* FROM journal_line l WHERE ${['l.workspace_id = $1', ...conditions, tagged].join(' AND ')}`,
  );
  return `(${parts.join(' UNION ALL ')})`;
}

/**
 * What is posted, by account, basis and day, in the workspace's currency: from the totals where they can tell, else from
 * the lines that the filter leaves. A subquery for FROM; accounts are not filtered by it.
 *
 * @param values as for `filteredLines`
 */
export function postedAmounts(filter: LineFilter, values: unknown[]): string {
  if (isTotalled(filter)) return POSTED_SUMS;
  return `(SELECT l.account_id, l.basis, l.effective AS day, l.base_amount::numeric AS base_amount
             FROM ${filteredLines(filter, values)} AS l)`;
}
