/** Days from `first` to `last`, both counted, as SQL expressions of type date; columns of what stands before it in FROM too. */
export interface DaySpan {
  readonly first: string;
  readonly last: string;
}

/** All that is posted, whatever its date. */
export const ALL_DAYS: DaySpan = { first: `'-infinity'::date`, last: `'infinity'::date` };

/** All up to a day. */
export const daysUpTo = (last: string): DaySpan => ({ ...ALL_DAYS, last });

interface Totals {
  readonly days: string;
  readonly months: string;
  /** Beside those that every total has. */
  readonly columns: readonly string[];
  readonly condition?: string;
}

const ACCOUNT_TOTALS: Totals = { days: 'account_total', months: 'account_month_total', columns: [] };

/** The rows of the totals that make up a span: its whole months, and the days of those that it has a part of. */
function totalsOf({ days, months, columns, condition }: Totals, { first, last }: DaySpan): string {
  const firstWholeMonth = `(month_of(${first} - 1) + interval '1 month')::date`;
  const monthOfTheNextDay = `month_of(${last} + 1)`;
  const select = ['t.account_id', 't.basis', 't.base_amount', 't.line_count', ...columns].join(', ');
  const where = ['t.workspace_id = $1', ...(condition ? [condition] : [])].join(' AND ');
  return `
    SELECT ${select} FROM ${months} t
     WHERE ${where} AND t.month >= ${firstWholeMonth} AND t.month < ${monthOfTheNextDay}
    UNION ALL
    SELECT ${select} FROM ${days} t
     WHERE ${where} AND t.day >= ${first} AND t.day < least(${firstWholeMonth}, ${last} + 1)
    UNION ALL
    SELECT ${select} FROM ${days} t
     WHERE ${where} AND t.day >= greatest(${firstWholeMonth}, ${monthOfTheNextDay}) AND t.day <= ${last}`;
}

const amongDays = (column: string, { first, last }: DaySpan) => `${column} BETWEEN ${first} AND ${last}`;

/**
 * What is posted on some days, by account and basis, in the workspace's currency: the sealed totals and the lines of entries
 * that have no seal yet (ledger.md 7). A subquery for FROM, with the workspace as `$1`; read it in one statement, whose
 * snapshot cannot see an entry in both or in neither.
 *
 * OFFSET 0 has the lines looked up entry by entry. unsealed_entry is filled and emptied all the time, so its statistics
 * are mostly wrong, and a planner that may choose then scans the whole journal: measured on 2,000 of 100,000 entries,
 * 14 ms against 172 ms, and against 39 s where nothing had been analysed.
 */
export const postedSums = (span: DaySpan): string => `(
  SELECT t.account_id, t.basis, t.base_amount FROM (${totalsOf(ACCOUNT_TOTALS, span)}) AS t
  UNION ALL
  SELECT l.account_id, l.basis, l.base_amount::numeric AS base_amount
    FROM unsealed_entry u
   CROSS JOIN LATERAL (
     SELECT l.account_id, l.basis, l.base_amount
       FROM journal_line l
      WHERE l.workspace_id = $1 AND l.effective = u.effective AND l.entry_id = u.entry_id
     OFFSET 0
   ) AS l
   WHERE u.workspace_id = $1 AND ${amongDays('u.effective', span)}
)`;

/**
 * The same of what was sealed up to a seal: the totals less the lines that were sealed since, so that it costs what happened
 * since. An account whose lines of these days were all sealed since then is not in it.
 *
 * @param throughSeal stands in the text: give such a statement no name
 */
export const sealedSums = (throughSeal: number, span: DaySpan): string => `(
  SELECT s.account_id, s.basis, sum(s.base_amount) AS base_amount
    FROM (
      ${totalsOf(ACCOUNT_TOTALS, span)}
      UNION ALL
      SELECT l.account_id, l.basis, -l.base_amount::numeric, -1
        FROM entry_seal later
       CROSS JOIN LATERAL (
         SELECT l.account_id, l.basis, l.base_amount
           FROM journal_line l
          WHERE l.workspace_id = $1 AND l.effective = later.effective AND l.entry_id = later.entry_id
         OFFSET 0
       ) AS l
       WHERE later.workspace_id = $1 AND later.number > ${throughSeal} AND ${amongDays('later.effective', span)}
    ) AS s
   GROUP BY 1, 2
  HAVING sum(s.line_count) > 0
)`;

/** What income and expenses are totalled by. */
export type Dimension = 'tag' | 'customer' | 'vendor' | 'product';

/** Under what the totals have the lines without a tag. */
export const UNTAGGED = '00000000-0000-0000-0000-000000000000';

const OF_TAG = `coalesce(t.tag_id, '${UNTAGGED}')`;
const TAGS = `LEFT JOIN journal_line_tag t ON t.workspace_id = $1 AND t.effective = l.effective AND t.entry_id = l.entry_id
                   AND t.line_no = l.line_no`;

const dimensionTotals = (dimension: Dimension): Totals => ({
  days: 'dimension_total',
  months: 'dimension_month_total',
  columns: ['t.dimension_id'],
  condition: `t.dimension = '${dimension}'`,
});

/**
 * The same of income and expenses, by one dimension (column `dimension_id`): the sealed totals and the lines that have no
 * seal yet. Other accounts are not in the totals; a line with several tags is there once for each.
 */
export const dimensionSums = (dimension: Dimension, span: DaySpan): string => `(
  SELECT t.account_id, t.basis, t.base_amount, t.dimension_id FROM (${totalsOf(dimensionTotals(dimension), span)}) AS t
  UNION ALL
  SELECT l.account_id, l.basis, l.base_amount::numeric AS base_amount, l.dimension_id
    FROM unsealed_entry u
   CROSS JOIN LATERAL (
     SELECT l.account_id, l.basis, l.base_amount, ${dimension === 'tag' ? OF_TAG : `l.${dimension}_id`} AS dimension_id
       FROM journal_line l
       ${dimension === 'tag' ? TAGS : ''}
      WHERE l.workspace_id = $1 AND l.effective = u.effective AND l.entry_id = u.entry_id
     OFFSET 0
   ) AS l
   WHERE u.workspace_id = $1 AND ${amongDays('u.effective', span)}
)`;
