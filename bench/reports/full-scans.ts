/** What the totals save reading: the balances of all accounts on day `$2`, out of every line. */
export const FULL_SCAN = `
  SELECT l.account_id, sum(l.base_amount) AS balance
    FROM journal_line l
   WHERE l.workspace_id = $1 AND l.effective <= $2 AND l.basis IN ('both', 'accrual')
   GROUP BY l.account_id`;

const OF_RESULT = `a.workspace_id = $1 AND a.id = l.account_id AND a.type IN ('Income', 'Expenses')`;
const IN_PERIOD = `l.workspace_id = $1 AND l.effective BETWEEN $2 AND $3 AND l.basis IN ('both', 'accrual')`;

/** Income and expenses of the days `$2` to `$3`. */
export const RESULT_SCAN = `
  SELECT l.account_id, sum(l.base_amount) AS balance
    FROM journal_line l JOIN account a ON ${OF_RESULT}
   WHERE ${IN_PERIOD}
   GROUP BY l.account_id`;

/** The same of customer `$4`. */
export const CUSTOMER_SCAN = `
  SELECT l.account_id, sum(l.base_amount) AS balance
    FROM journal_line l JOIN account a ON ${OF_RESULT}
   WHERE ${IN_PERIOD} AND l.customer_id = $4
   GROUP BY l.account_id`;

/** The same by tag, a line once for each of its tags. */
export const TAG_SCAN = `
  SELECT l.account_id, t.tag_id, sum(l.base_amount) AS balance
    FROM journal_line l JOIN account a ON ${OF_RESULT}
    LEFT JOIN journal_line_tag t ON t.workspace_id = $1 AND t.effective = l.effective AND t.entry_id = l.entry_id
     AND t.line_no = l.line_no
   WHERE ${IN_PERIOD}
   GROUP BY l.account_id, t.tag_id`;
