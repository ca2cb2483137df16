import {
  type DaySpan,
  type Dimension,
  dimensionSums,
  postedSums,
  sealedSums,
  UNTAGGED,
} from '../../ledger/accounts/posted-sums.ts';
import { recordsAsOf } from '../../ledger/record-versions/index.ts';
import type { TransactionStatus } from './filter-fields.ts';
import type { LineFilter } from './line-filter.ts';

const LINE_KEY = (other: string) =>
  `${other}.workspace_id = $1 AND ${other}.effective = l.effective AND ${other}.entry_id = l.entry_id
   AND ${other}.line_no = l.line_no`;

const MARKS: Readonly<Record<Exclude<TransactionStatus, 'all'>, readonly [exists: string, column: string]>> =
  {
    reviewed: ['EXISTS', 'reviewed_at'],
    unreviewed: ['NOT EXISTS', 'reviewed_at'],
    reconciled: ['EXISTS', 'reconciled_at'],
    unreconciled: ['NOT EXISTS', 'reconciled_at'],
  };

/** Whether a line is marked so, as of the filter's seal where it has one. */
function isMarked(status: Exclude<TransactionStatus, 'all'>, throughSeal: number | undefined): string {
  const [exists, column] = MARKS[status];
  return `${exists} (SELECT FROM ${recordsAsOf('journal_line_mark', throughSeal)} m WHERE ${LINE_KEY('m')} AND m.${column} IS NOT NULL)`;
}

/** What a filter names, by dimension; those that it does not narrow are left out. */
function namedDimensions(filter: LineFilter): { dimension: Dimension; ids: readonly string[] }[] {
  const tags = [...filter.tagIds, ...(filter.untagged ? [UNTAGGED] : [])];
  const named = [
    { dimension: 'tag', ids: tags },
    { dimension: 'customer', ids: filter.customerIds },
    { dimension: 'vendor', ids: filter.vendorIds },
    { dimension: 'product', ids: filter.productIds },
  ] as const;
  return named.filter(({ ids }) => ids.length > 0);
}

/** Whether totals can answer but for dimensions and seals: they know nothing of taxes and marks. */
const isSummed = ({ taxIds, status }: LineFilter) => taxIds.length === 0 && status === 'all';

/** The same of those by dimension, which know nothing of earlier seals either. */
const isTotalled = (filter: LineFilter) => isSummed(filter) && filter.throughSeal === undefined;

/**
 * The name of a statement whose text has sums under a filter: one name for the one text of what is not narrowed, or by
 * accounts alone; the others are many, and have none.
 */
export const nameOfSums = (name: string, filter: LineFilter): string | undefined =>
  isTotalled(filter) && filter.merged && namedDimensions(filter).length === 0 ? name : undefined;

/** The one dimension whose totals can answer a filter; of several tags a line may have more than one, and counts once. */
function totalledDimension(filter: LineFilter) {
  const [only, ...others] = namedDimensions(filter);
  if (!isTotalled(filter) || others.length > 0) return undefined;
  return only?.dimension === 'tag' && only.ids.length > 1 ? undefined : only;
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
  if (filter.status !== 'all') conditions.push(isMarked(filter.status, filter.throughSeal));
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

/** The lines of some days that a filter leaves, as `filteredLines`. */
const linesOfDays = (filter: LineFilter, { first, last }: DaySpan, values: unknown[]): string =>
  `(SELECT l.* FROM ${filteredLines(filter, values)} AS l WHERE l.effective BETWEEN ${first} AND ${last})`;

/**
 * What is posted on some days, by account and basis, in the workspace's currency: from the totals where they can tell, else
 * from the lines that the filter leaves. A subquery for FROM; accounts are not filtered by it.
 *
 * @param values as for `filteredLines`
 */
export function postedAmounts(filter: LineFilter, span: DaySpan, values: unknown[]): string {
  const { throughSeal } = filter;
  if (isSummed(filter) && namedDimensions(filter).length === 0)
    return throughSeal === undefined ? postedSums(span) : sealedSums(throughSeal, span);
  return `(SELECT l.account_id, l.basis, l.base_amount::numeric AS base_amount
             FROM ${linesOfDays(filter, span, values)} AS l)`;
}

/** The same of income and expenses alone, which are totalled by dimension too. */
export function postedResults(filter: LineFilter, span: DaySpan, values: unknown[]): string {
  const totalled = totalledDimension(filter);
  if (!totalled) return postedAmounts(filter, span, values);
  return `(SELECT d.* FROM ${dimensionSums(totalled.dimension, span)} AS d
            WHERE d.dimension_id = ANY ($${values.push(totalled.ids)}::uuid[]))`;
}

/**
 * What income and expenses come to by tag, a line once for each of its tags: column `tag_id`, null for what has none.
 *
 * @param values as for `filteredLines`
 */
export function postedResultsByTag(filter: LineFilter, span: DaySpan, values: unknown[]): string {
  const isOnlyTags = namedDimensions(filter).every(({ dimension }) => dimension === 'tag');
  if (isTotalled(filter) && isOnlyTags) {
    const tags = namedDimensions(filter).flatMap(({ ids }) => ids);
    const among = tags.length > 0 ? `WHERE d.dimension_id = ANY ($${values.push(tags)}::uuid[])` : '';
    return `(SELECT d.*, nullif(d.dimension_id, '${UNTAGGED}') AS tag_id FROM ${dimensionSums('tag', span)} AS d ${among})`;
  }
  return `(SELECT l.account_id, l.basis, l.base_amount::numeric AS base_amount, t.tag_id
             FROM ${linesOfDays(filter, span, values)} AS l
             LEFT JOIN journal_line_tag t ON t.workspace_id = $1 AND t.effective = l.effective AND t.entry_id = l.entry_id
              AND t.line_no = l.line_no
            WHERE cardinality($${values.push(filter.tagIds)}::uuid[]) = 0 OR t.tag_id IS NULL
               OR t.tag_id = ANY ($${values.length}))`;
}
