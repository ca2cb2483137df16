import type { Proof } from './proof.ts';

const ENTRIES_BALANCE: Proof = {
  name: 'entries-balance',
  description:
    'Every entry has at least two lines and balances in both books, in the workspace’s currency, and in its own where all lines share one.',
  sql: `
    SELECT CASE
             WHEN coalesce(l.lines, 0) < 2
               THEN format('entry %s of %s has %s lines', e.entry_id, e.effective, coalesce(l.lines, 0))
             WHEN l.accrual <> 0 OR l.cash <> 0
               THEN format('entry %s of %s is out of balance: accrual %s, cash %s', e.entry_id, e.effective, l.accrual, l.cash)
             WHEN l.currencies = 1 AND (l.own_accrual <> 0 OR l.own_cash <> 0)
               THEN format('entry %s of %s is out of balance in its own currency: accrual %s, cash %s',
                           e.entry_id, e.effective, l.own_accrual, l.own_cash)
           END AS failure
      FROM journal_entry e
      LEFT JOIN (
        SELECT effective, entry_id, count(*) AS lines, count(DISTINCT currency) AS currencies,
               coalesce(sum(base_amount) FILTER (WHERE basis <> 'cash'), 0) AS accrual,
               coalesce(sum(base_amount) FILTER (WHERE basis <> 'accrual'), 0) AS cash,
               coalesce(sum(amount) FILTER (WHERE basis <> 'cash'), 0) AS own_accrual,
               coalesce(sum(amount) FILTER (WHERE basis <> 'accrual'), 0) AS own_cash
          FROM journal_line
         WHERE workspace_id = $1
         GROUP BY effective, entry_id
      ) AS l ON l.effective = e.effective AND l.entry_id = e.entry_id
     WHERE e.workspace_id = $1`,
};

const NO_ORPHANS: Proof = {
  name: 'no-orphans',
  description:
    'Every line has its entry, and what a line names (account, open item, customer, product, tax, tag) is there.',
  sql: `
    SELECT CASE
             WHEN e.entry_id IS NULL THEN format('line %s of entry %s stands without its entry', l.line_no, l.entry_id)
             WHEN a.id IS NULL THEN format('line %s of entry %s names account %s, which is not there', l.line_no, l.entry_id, l.account_id)
             WHEN l.open_item_id IS NOT NULL AND o.id IS NULL
               THEN format('line %s of entry %s names open item %s, which is not there', l.line_no, l.entry_id, l.open_item_id)
             WHEN l.customer_id IS NOT NULL AND c.id IS NULL
               THEN format('line %s of entry %s names customer %s, which is not there', l.line_no, l.entry_id, l.customer_id)
             WHEN l.product_id IS NOT NULL AND p.id IS NULL
               THEN format('line %s of entry %s names product %s, which is not there', l.line_no, l.entry_id, l.product_id)
             WHEN l.tax_id IS NOT NULL AND t.id IS NULL
               THEN format('line %s of entry %s names tax %s, which is not there', l.line_no, l.entry_id, l.tax_id)
           END AS failure
      FROM journal_line l
      LEFT JOIN journal_entry e ON e.workspace_id = $1 AND e.effective = l.effective AND e.entry_id = l.entry_id
      LEFT JOIN account a ON a.workspace_id = $1 AND a.id = l.account_id
      LEFT JOIN open_item o ON o.workspace_id = $1 AND o.id = l.open_item_id
      LEFT JOIN customer c ON c.workspace_id = $1 AND c.id = l.customer_id
      LEFT JOIN product p ON p.workspace_id = $1 AND p.id = l.product_id
      LEFT JOIN tax t ON t.workspace_id = $1 AND t.id = l.tax_id
     WHERE l.workspace_id = $1
    UNION ALL
    SELECT CASE
             WHEN l.line_no IS NULL THEN format('tag %s stands on line %s of entry %s, which is not there', g.tag_id, g.line_no, g.entry_id)
             WHEN tag.id IS NULL THEN format('line %s of entry %s names tag %s, which is not there', g.line_no, g.entry_id, g.tag_id)
           END
      FROM journal_line_tag g
      LEFT JOIN journal_line l ON l.workspace_id = $1 AND l.effective = g.effective AND l.entry_id = g.entry_id AND l.line_no = g.line_no
      LEFT JOIN tag ON tag.workspace_id = $1 AND tag.id = g.tag_id
     WHERE g.workspace_id = $1`,
};

const REVERSALS_NEGATE: Proof = {
  name: 'reversals-negate',
  description: 'Every reversal names an entry that is there, once, and is that entry negated, line by line.',
  sql: `
    WITH pair AS (
      SELECT r.effective, r.entry_id, r.reverses_entry_id, t.effective AS target_effective, t.entry_id AS target_id,
             count(*) OVER (PARTITION BY r.reverses_entry_id) AS times
        FROM journal_entry r
        LEFT JOIN journal_entry t ON t.workspace_id = $1 AND t.entry_id = r.reverses_entry_id
       WHERE r.workspace_id = $1 AND r.kind = 'reversal'
    ), side AS (
      SELECT entry_id, effective, entry_id AS line_entry_id FROM pair
      UNION ALL
      SELECT entry_id, target_effective, target_id FROM pair
    ), remaining AS (
      SELECT p.entry_id, l.account_id, l.basis, l.currency, l.open_item_id, l.customer_id, l.vendor_id, l.product_id,
             l.project_id, l.tax_id
        FROM side p
        JOIN journal_line l ON l.workspace_id = $1 AND l.effective = p.effective AND l.entry_id = p.line_entry_id
       GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
      HAVING sum(l.amount) <> 0 OR sum(l.base_amount) <> 0 OR coalesce(sum(l.tax_base), 0) <> 0
    )
    SELECT CASE
             WHEN p.target_id IS NULL THEN format('reversal %s names entry %s, which is not there', p.entry_id, p.reverses_entry_id)
             WHEN p.times > 1 THEN format('entry %s is reversed %s times', p.reverses_entry_id, p.times)
             WHEN EXISTS (SELECT FROM remaining r WHERE r.entry_id = p.entry_id)
               THEN format('reversal %s is not entry %s negated', p.entry_id, p.reverses_entry_id)
           END AS failure
      FROM pair p`,
};

/** What holds of each entry and its lines. */
export const ENTRY_PROOFS: readonly Proof[] = [ENTRIES_BALANCE, NO_ORPHANS, REVERSALS_NEGATE];
