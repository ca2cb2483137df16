import type { Proof } from '../../ledger/proofs/index.ts';

/** What is allocated to and from each open item. */
const ALLOCATED = `
  SELECT item, sum(amount) AS amount
    FROM (SELECT to_open_item_id AS item, amount FROM allocation WHERE workspace_id = $1
          UNION ALL
          SELECT from_open_item_id, amount FROM allocation WHERE workspace_id = $1) AS side
   GROUP BY item`;

const PAYMENTS_APPLIED: Proof = {
  name: 'payments-applied',
  description:
    'What a payment says it was applied is what its allocations say, never more than its amount; a refund and a write-off are applied whole, and what was undone not at all.',
  sql: `
    SELECT CASE
             WHEN p.applied_amount <> coalesce(a.amount, 0)
               THEN format('%s %s: %s applied, allocations say %s', p.kind, p.id, p.applied_amount, coalesce(a.amount, 0))
             WHEN p.applied_amount NOT BETWEEN 0 AND p.amount THEN format('%s %s: %s applied of %s', p.kind, p.id, p.applied_amount, p.amount)
             WHEN p.deleted_at IS NOT NULL AND p.applied_amount <> 0 THEN format('%s %s was undone, and %s is applied', p.kind, p.id, p.applied_amount)
             WHEN p.deleted_at IS NULL AND p.kind <> 'payment' AND p.applied_amount <> p.amount
               THEN format('%s %s: only %s of %s is applied', p.kind, p.id, p.applied_amount, p.amount)
           END AS failure
      FROM payment p
      LEFT JOIN (${ALLOCATED}) AS a ON a.item = p.id
     WHERE p.workspace_id = $1`,
};

const PAYMENTS_POSTED_ONCE: Proof = {
  name: 'payments-posted-once',
  description:
    'Every payment, refund and write-off has one live entry that moves receivables by its amount, on its date; what was undone has none.',
  sql: `
    SELECT CASE
             WHEN p.id IS NULL THEN format('entry %s names %s %s, which is not there', e.entry_id, e.source, e.source_id)
             WHEN p.deleted_at IS NOT NULL AND e.entry_id IS NOT NULL THEN format('%s %s was undone and has a live entry', p.kind, p.id)
             WHEN p.deleted_at IS NULL AND e.entry_id IS NULL THEN format('%s %s is not posted', p.kind, p.id)
             WHEN p.deleted_at IS NULL AND (e.effective <> p.date OR l.amount IS DISTINCT FROM p.signed)
               THEN format('%s %s says %s on %s, receivables say %s on %s', p.kind, p.id, p.signed, p.date, coalesce(l.amount, 0), e.effective)
           END AS failure
      FROM (SELECT *, CASE kind WHEN 'refund' THEN amount ELSE -amount END AS signed FROM payment WHERE workspace_id = $1) AS p
      FULL JOIN (
        SELECT * FROM journal_entry e
         WHERE e.workspace_id = $1 AND e.source IN ('payment', 'refund', 'write_off') AND e.source_version = 1 AND e.kind <> 'reversal'
           AND NOT EXISTS (SELECT FROM journal_entry r WHERE r.workspace_id = $1 AND r.reverses_entry_id = e.entry_id)
      ) AS e ON e.source_id = p.id
      LEFT JOIN LATERAL (
        SELECT sum(l.amount) AS amount
          FROM journal_line l
         WHERE l.workspace_id = $1 AND l.effective = e.effective AND l.entry_id = e.entry_id AND l.open_item_id = p.id AND l.basis <> 'cash'
      ) AS l ON true`,
};

const ALLOCATIONS_WITHIN_ITEMS: Proof = {
  name: 'allocations-within-items',
  description:
    'Every allocation goes from an item that credits to an item that is owed, of one customer and currency, where customers that are merged are one while it stands; what undoes one is its opposite; nothing is allocated beyond an item.',
  sql: `
    WITH item AS (
      SELECT o.id, coalesce(c.merged_into, o.customer_id) AS customer_id, coalesce(v.merged_into, o.vendor_id) AS vendor_id,
             o.currency, coalesce(sum(l.amount), 0) AS amount
        FROM open_item o
        LEFT JOIN customer c ON c.workspace_id = $1 AND c.id = o.customer_id
        LEFT JOIN vendor v ON v.workspace_id = $1 AND v.id = o.vendor_id
        LEFT JOIN journal_line l ON l.workspace_id = $1 AND l.open_item_id = o.id AND l.basis <> 'cash'
       WHERE o.workspace_id = $1
       GROUP BY o.id, c.merged_into, o.customer_id, v.merged_into, o.vendor_id, o.currency
    )
    SELECT CASE
             WHEN a.reverses IS NULL AND undone.id IS NULL AND (f.customer_id, f.vendor_id) IS DISTINCT FROM (t.customer_id, t.vendor_id) THEN format('allocation %s joins two parties', a.id)
             WHEN f.currency <> t.currency THEN format('allocation %s joins %s and %s', a.id, f.currency, t.currency)
             WHEN (a.amount < 0) <> (a.reverses IS NOT NULL) THEN format('allocation %s is of %s and reverses %s', a.id, a.amount, coalesce(a.reverses::text, 'nothing'))
             WHEN a.reverses IS NOT NULL AND (r.from_open_item_id, r.to_open_item_id, r.amount, r.base_amount)
                    IS DISTINCT FROM (a.from_open_item_id, a.to_open_item_id, -a.amount, -a.base_amount)
               THEN format('allocation %s is not allocation %s negated', a.id, a.reverses)
             WHEN a.effective < r.effective THEN format('allocation %s undoes allocation %s before its day', a.id, r.id)
           END AS failure
      FROM allocation a
      LEFT JOIN allocation r ON r.workspace_id = $1 AND r.id = a.reverses
      LEFT JOIN allocation undone ON undone.workspace_id = $1 AND undone.reverses = a.id
      LEFT JOIN item f ON f.id = a.from_open_item_id
      LEFT JOIN item t ON t.id = a.to_open_item_id
     WHERE a.workspace_id = $1
    UNION ALL
    SELECT CASE
             WHEN a.from_amount NOT BETWEEN 0 AND greatest(-i.amount, 0)
               THEN format('%s is allocated from open item %s, which credits %s', a.from_amount, i.id, -i.amount)
             WHEN a.to_amount NOT BETWEEN 0 AND greatest(i.amount, 0)
               THEN format('%s is allocated to open item %s, of which %s is owed', a.to_amount, i.id, i.amount)
           END
      FROM item i
      JOIN (
        SELECT item, sum(from_amount) AS from_amount, sum(to_amount) AS to_amount
          FROM (SELECT from_open_item_id AS item, amount AS from_amount, 0 AS to_amount FROM allocation WHERE workspace_id = $1
                UNION ALL
                SELECT to_open_item_id, 0, amount FROM allocation WHERE workspace_id = $1) AS side
         GROUP BY item
      ) AS a ON a.item = i.id`,
};

const RECEIVABLES_BY_CUSTOMER: Proof = {
  name: 'receivables-by-customer',
  description:
    'For each customer, with whom is merged into it, and each currency, receivables are open invoices - open memos - money on account, and open items of journals and opening.',
  sql: `
    WITH said AS (
      SELECT customer_id, currency, CASE invoice_type WHEN 'memo' THEN -1 ELSE 1 END * (total - paid_amount)::numeric AS amount
        FROM invoice
       WHERE workspace_id = $1 AND NOT is_draft AND voided_at IS NULL AND deleted_at IS NULL AND invoice_type IN ('invoice', 'memo')
      UNION ALL
      SELECT customer_id, currency, applied_amount - amount
        FROM payment WHERE workspace_id = $1 AND kind = 'payment' AND deleted_at IS NULL
      UNION ALL
      SELECT o.customer_id, o.currency, l.amount
        FROM open_item o
        JOIN journal_line l ON l.workspace_id = $1 AND l.open_item_id = o.id AND l.basis <> 'cash'
       WHERE o.workspace_id = $1 AND o.control = 'receivable' AND o.source NOT IN ('invoice', 'memo', 'payment', 'refund', 'write_off')
    ), posted AS (
      SELECT l.customer_id, l.currency, l.amount
        FROM journal_line l
        JOIN account a ON a.workspace_id = $1 AND a.id = l.account_id AND a.role = 'accounts_receivable'
       WHERE l.workspace_id = $1 AND l.basis <> 'cash'
    )
    SELECT CASE WHEN sum(said) <> sum(posted)
                THEN format('customer %s: open documents and money on account come to %s %s, receivables say %s',
                            coalesce(customer_id::text, 'unknown'), sum(said), currency, sum(posted)) END AS failure
      FROM (SELECT coalesce(c.merged_into, own.customer_id) AS customer_id, own.currency, own.said, own.posted
              FROM (SELECT customer_id, currency, amount AS said, 0 AS posted FROM said
                    UNION ALL
                    SELECT customer_id, currency, 0, amount FROM posted) AS own
              LEFT JOIN customer c ON c.workspace_id = $1 AND c.id = own.customer_id) AS both_sides
     GROUP BY customer_id, currency`,
};

const TAGS_OF = (line: string) => `ARRAY(
  SELECT g.tag_id FROM journal_line_tag g
   WHERE g.workspace_id = $1 AND g.effective = ${line}.effective AND g.entry_id = ${line}.entry_id AND g.line_no = ${line}.line_no
   ORDER BY g.tag_id)`;

const ROUNDED_SHARE =
  'sign(own.tax_base) * div(2 * abs(own.tax_base) * settled.amount + own.total, 2 * own.total)';

/** The remainder of a division that cuts downwards, also below zero. */
const restOf = (parts: string) => `mod(mod(${parts}, total) + total, total)`;

/** By largest remainder: one unit more where the line is among those with the largest rests. */
const shared = (name: string, of: string) => `
             side * (${name}_whole + CASE WHEN row_number() OVER (PARTITION BY item ORDER BY ${name}_rest DESC, line_no)
                                               <= ${of} - sum(${name}_whole) OVER (PARTITION BY item) THEN 1 ELSE 0 END)`;

/**
 * The shares are reckoned anew here, by largest remainder in exact numbers, and not by the code that posted them: floor
 * each, then one unit more for the largest rests, ties to the earlier line. So is what they are worth.
 */
const CASH_BOOK_FOLLOWS: Proof = {
  name: 'cash-book-follows-settlements',
  description:
    'The cash book holds of each document the shares of its own lines that its settlements come to, write-offs left out, and of each payment what is left on account, and what that is worth in the workspace’s currency.',
  sql: `
    WITH live AS (
      SELECT e.* FROM journal_entry e
       WHERE e.workspace_id = $1 AND e.kind <> 'reversal' AND e.source IN ('invoice', 'memo')
         AND NOT EXISTS (SELECT FROM journal_entry r WHERE r.workspace_id = $1 AND r.reverses_entry_id = e.entry_id)
    ), settled AS (
      SELECT item, sum(amount) AS amount
        FROM (SELECT to_open_item_id AS item, from_open_item_id AS other, amount::numeric FROM allocation WHERE workspace_id = $1
              UNION ALL
              SELECT from_open_item_id, to_open_item_id, amount FROM allocation WHERE workspace_id = $1) AS side
       WHERE NOT EXISTS (SELECT FROM payment p WHERE p.workspace_id = $1 AND p.id = side.other AND p.kind = 'write_off')
       GROUP BY item
    ), own AS (
      SELECT e.source_id AS item, l.*, ${TAGS_OF('l')} AS tags, abs(sum(l.amount) OVER (PARTITION BY e.source_id)) AS total,
             abs(sum(l.base_amount) OVER (PARTITION BY e.source_id)) AS base_total,
             sign(sum(l.amount) OVER (PARTITION BY e.source_id)) AS side
        FROM live e
        JOIN journal_line l USING (workspace_id, effective, entry_id)
       WHERE l.open_item_id IS NULL
    ), exact AS (
      SELECT own.*, settled.amount AS settled, own.side * own.amount * settled.amount AS parts,
             own.side * own.base_amount * settled.amount AS worth_parts,
             div(2 * own.base_total * settled.amount + own.total, 2 * own.total) AS relieved,
             CASE WHEN own.tax_base IS NULL THEN 0 ELSE ${ROUNDED_SHARE} END AS base_share
        FROM own JOIN settled USING (item)
    ), floored AS (
      SELECT exact.*, ${restOf('parts')} AS parts_rest, div(parts - ${restOf('parts')}, total) AS parts_whole,
             ${restOf('worth_parts')} AS worth_rest, div(worth_parts - ${restOf('worth_parts')}, total) AS worth_whole
        FROM exact
    ), expected AS (
      SELECT item, account_id, customer_id, vendor_id, product_id, project_id, tax_id, tags, base_share,
${shared('parts', 'settled')} AS amount,
${shared('worth', 'relieved')} AS worth
        FROM floored
      UNION ALL
      SELECT p.id, (SELECT id FROM account WHERE workspace_id = $1 AND role = 'customer_credits'), p.customer_id,
             NULL, NULL, NULL, NULL, '{}', 0, p.applied_amount - p.amount,
             div(2 * p.base_amount::numeric * p.applied_amount + p.amount, 2 * p.amount::numeric) - p.base_amount
        FROM payment p WHERE p.workspace_id = $1 AND p.kind = 'payment' AND p.deleted_at IS NULL
    ), compared AS (
      SELECT item, account_id, sum(expected) AS expected, sum(held) AS held, sum(base_expected) AS base_expected, sum(base_held) AS base_held,
             sum(worth_expected) AS worth_expected, sum(worth_held) AS worth_held
        FROM (
          SELECT item, account_id, customer_id, vendor_id, product_id, project_id, tax_id, tags,
                 amount AS expected, 0 AS held, base_share AS base_expected, 0 AS base_held,
                 worth AS worth_expected, 0 AS worth_held
            FROM expected
          UNION ALL
          SELECT l.open_item_id, l.account_id, l.customer_id, l.vendor_id, l.product_id, l.project_id, l.tax_id, ${TAGS_OF('l')},
                 0, l.amount, 0, coalesce(l.tax_base, 0), 0, l.base_amount
            FROM journal_line l
           WHERE l.workspace_id = $1 AND l.basis = 'cash' AND l.open_item_id IS NOT NULL
             -- A document from before the cutover takes its own lines back, which is no settlement.
             AND NOT EXISTS (SELECT FROM journal_entry e
                              WHERE e.workspace_id = $1 AND e.effective = l.effective AND e.entry_id = l.entry_id
                                AND e.source = 'invoice')
        ) AS both_sides
       GROUP BY item, account_id, customer_id, vendor_id, product_id, project_id, tax_id, tags
    )
    SELECT CASE
             WHEN expected <> held THEN format('item %s: the cash book holds %s on account %s, its settlements come to %s', item, held, account_id, expected)
             WHEN worth_expected <> worth_held
               THEN format('item %s: the cash book holds what is worth %s on account %s, its settlements come to %s', item, worth_held, account_id, worth_expected)
             WHEN base_expected <> base_held
               THEN format('item %s: the cash book holds %s as the base of a tax, its settlements come to %s', item, base_held, base_expected)
           END AS failure
      FROM compared`,
};

/** What holds of payments, allocations and the cash book. */
export const SETTLEMENT_PROOFS: readonly Proof[] = [
  PAYMENTS_APPLIED,
  PAYMENTS_POSTED_ONCE,
  ALLOCATIONS_WITHIN_ITEMS,
  RECEIVABLES_BY_CUSTOMER,
  CASH_BOOK_FOLLOWS,
];
