import { ALL_DAYS, postedSums } from '../accounts/posted-sums.ts';
import type { Proof } from './proof.ts';

const CONTROL_LINES_HAVE_ITEMS: Proof = {
  name: 'control-lines-have-items',
  description:
    'Every line on receivables or payables belongs to an open item of that side, customer, vendor and currency; of other lines only those of the cash book name the item whose settlement they follow.',
  sql: `
    SELECT CASE
             WHEN control.control IS NULL AND l.basis <> 'cash'
               THEN format('line %s of entry %s has an open item and stands on account %s', l.line_no, l.entry_id, l.account_id)
             WHEN l.open_item_id IS NULL
               THEN format('line %s of entry %s is %s and has no open item', l.line_no, l.entry_id, control.control)
             WHEN o.id IS NULL
               THEN format('line %s of entry %s names open item %s, which is not there', l.line_no, l.entry_id, l.open_item_id)
             WHEN control.control IS NOT NULL AND o.control <> control.control
               THEN format('line %s of entry %s is %s, its open item %s is %s', l.line_no, l.entry_id, control.control, o.id, o.control)
             WHEN o.customer_id IS DISTINCT FROM l.customer_id OR o.vendor_id IS DISTINCT FROM l.vendor_id
               THEN format('line %s of entry %s is of another party than its open item %s', l.line_no, l.entry_id, o.id)
             WHEN o.currency <> l.currency
               THEN format('line %s of entry %s is in %s, its open item %s in %s', l.line_no, l.entry_id, l.currency, o.id, o.currency)
           END AS failure
      FROM journal_line l
      LEFT JOIN (
        SELECT id, CASE role WHEN 'accounts_receivable' THEN 'receivable' ELSE 'payable' END AS control
          FROM account WHERE workspace_id = $1 AND role IN ('accounts_receivable', 'accounts_payable')
      ) AS control ON control.id = l.account_id
      LEFT JOIN open_item o ON o.workspace_id = $1 AND o.id = l.open_item_id
     WHERE l.workspace_id = $1 AND (control.control IS NOT NULL OR l.open_item_id IS NOT NULL)`,
};

const OPEN_ITEMS_HAVE_LINES: Proof = {
  name: 'open-items-have-lines',
  description:
    'Every open item has lines in the journal, and every allocation names two items that are there.',
  sql: `
    SELECT CASE WHEN NOT EXISTS (SELECT FROM journal_line l WHERE l.workspace_id = $1 AND l.open_item_id = o.id)
                THEN format('open item %s (%s %s) has no line', o.id, o.source, o.source_id) END AS failure
      FROM open_item o WHERE o.workspace_id = $1
    UNION ALL
    SELECT CASE WHEN f.id IS NULL OR t.id IS NULL THEN format('allocation %s names an open item that is not there', a.id) END
      FROM allocation a
      LEFT JOIN open_item f ON f.workspace_id = $1 AND f.id = a.from_open_item_id
      LEFT JOIN open_item t ON t.workspace_id = $1 AND t.id = a.to_open_item_id
     WHERE a.workspace_id = $1`,
};

/**
 * The control account against the sub-ledger. The account's side is read from totals and unsealed lines in total, from
 * the account's lines by party; the other from the lines of open items, by the item's party.
 */
const SUB_LEDGERS_AGREE: Proof = {
  name: 'sub-ledgers-agree',
  description:
    'In the accrual book receivables and payables are the sum of their open items, in total and for each customer and vendor.',
  sql: `
    WITH control AS (
      SELECT id, CASE role WHEN 'accounts_receivable' THEN 'receivable' ELSE 'payable' END AS control
        FROM account WHERE workspace_id = $1 AND role IN ('accounts_receivable', 'accounts_payable')
    ), item AS (
      SELECT o.control, coalesce(o.customer_id, o.vendor_id) AS party, l.base_amount
        FROM open_item o
        JOIN journal_line l ON l.workspace_id = $1 AND l.open_item_id = o.id AND l.basis <> 'cash'
       WHERE o.workspace_id = $1
    ), posted AS MATERIALIZED (
      SELECT p.account_id, p.base_amount FROM ${postedSums(ALL_DAYS)} AS p WHERE p.basis <> 'cash'
    ), by_party AS (
      SELECT control, party, sum(ledger) AS ledger, sum(items) AS items
        FROM (
          SELECT c.control, coalesce(l.customer_id, l.vendor_id) AS party, l.base_amount AS ledger, 0 AS items
            FROM control c JOIN journal_line l ON l.workspace_id = $1 AND l.account_id = c.id AND l.basis <> 'cash'
          UNION ALL
          SELECT control, party, 0, base_amount FROM item
        ) AS both_sides
       GROUP BY control, party
    )
    SELECT CASE WHEN ledger <> items
                THEN format('%s of party %s: the ledger says %s, open items say %s', control, coalesce(party::text, 'unknown'), ledger, items)
           END AS failure
      FROM by_party
    UNION ALL
    SELECT CASE WHEN ledger <> items THEN format('%s in total: the ledger says %s, open items say %s', control, ledger, items) END
      FROM (
        SELECT c.control,
               (SELECT coalesce(sum(p.base_amount), 0) FROM posted p WHERE p.account_id = c.id) AS ledger,
               (SELECT coalesce(sum(i.base_amount), 0) FROM item i WHERE i.control = c.control) AS items
          FROM control c
      ) AS total`,
};

/** What holds of receivables and payables. */
export const OPEN_ITEM_PROOFS: readonly Proof[] = [
  CONTROL_LINES_HAVE_ITEMS,
  OPEN_ITEMS_HAVE_LINES,
  SUB_LEDGERS_AGREE,
];
