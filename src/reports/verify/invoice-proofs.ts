import type { Proof } from '../../ledger/proofs/index.ts';

const INVOICES_POSTED_ONCE: Proof = {
  name: 'invoices-posted-once',
  description:
    'Every approved invoice and credit memo has one live entry of its version that puts its total on receivables; drafts, quotes, estimates, zero totals, void and deleted documents have none.',
  sql: `
    WITH receivable AS (
      SELECT id FROM account WHERE workspace_id = $1 AND role = 'accounts_receivable'
    ), live AS (
      SELECT e.source_id, count(*) AS entries, count(*) FILTER (WHERE e.source_version = i.version) AS of_version,
             sum(l.amount) AS amount, sum(l.base_amount) AS base_amount
        FROM journal_entry e
        JOIN invoice i ON i.workspace_id = $1 AND i.id = e.source_id
        LEFT JOIN LATERAL (
          SELECT sum(l.amount) AS amount, sum(l.base_amount) AS base_amount
            FROM journal_line l
           WHERE l.workspace_id = $1 AND l.effective = e.effective AND l.entry_id = e.entry_id
             AND l.account_id = (SELECT id FROM receivable) AND l.open_item_id = e.source_id AND l.basis <> 'cash'
        ) AS l ON true
       WHERE e.workspace_id = $1 AND e.kind <> 'reversal'
         AND NOT EXISTS (SELECT FROM journal_entry r WHERE r.workspace_id = $1 AND r.reverses_entry_id = e.entry_id)
       GROUP BY e.source_id
    ), document AS (
      SELECT i.*, NOT i.is_draft AND i.total <> 0 AND i.deleted_at IS NULL AND i.voided_at IS NULL
                 AND i.invoice_type IN ('invoice', 'memo') AS posts,
             CASE i.invoice_type WHEN 'memo' THEN -1 ELSE 1 END AS sign
        FROM invoice i WHERE i.workspace_id = $1
    )
    SELECT CASE
             WHEN NOT d.posts AND live.entries IS NOT NULL
               THEN format('%s %s (%s) should post nothing and has %s live entries', d.invoice_type, d.invoice_number, d.id, live.entries)
             WHEN d.posts AND live.entries IS NULL THEN format('%s %s (%s) is approved and not posted', d.invoice_type, d.invoice_number, d.id)
             WHEN d.posts AND live.entries <> 1 THEN format('%s %s (%s) has %s live entries', d.invoice_type, d.invoice_number, d.id, live.entries)
             WHEN d.posts AND live.of_version <> 1
               THEN format('%s %s (%s): its live entry is not of version %s', d.invoice_type, d.invoice_number, d.id, d.version)
             WHEN d.posts AND (live.amount IS DISTINCT FROM d.sign * d.total OR live.base_amount IS DISTINCT FROM d.sign * d.base_total)
               THEN format('%s %s (%s) says %s (base %s), receivables say %s (base %s)', d.invoice_type, d.invoice_number, d.id,
                           d.sign * d.total, d.sign * d.base_total, coalesce(live.amount, 0), coalesce(live.base_amount, 0))
           END AS failure
      FROM document d
      LEFT JOIN live ON live.source_id = d.id
    UNION ALL
    SELECT CASE WHEN i.id IS NULL THEN format('entry %s names %s %s, which is not there', e.entry_id, e.source, e.source_id) END
      FROM journal_entry e
      LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = e.source_id
     WHERE e.workspace_id = $1 AND e.source IN ('invoice', 'memo')`,
};

const INVOICES_ADD_UP: Proof = {
  name: 'invoices-add-up',
  description:
    'Subtotal - discount + tax = total on every document and line; lines sum to the document, taxes to the line.',
  sql: `
    SELECT CASE
             WHEN i.subtotal - i.discount + i.tax <> i.total
               THEN format('%s %s (%s): %s - %s + %s is not %s', i.invoice_type, i.invoice_number, i.id, i.subtotal, i.discount, i.tax, i.total)
             WHEN (l.subtotal, l.discount, l.tax, l.total) IS DISTINCT FROM (i.subtotal::numeric, i.discount::numeric, i.tax::numeric, i.total::numeric)
               THEN format('%s %s (%s): its lines add up to subtotal %s, discount %s, tax %s, total %s', i.invoice_type, i.invoice_number,
                           i.id, l.subtotal, l.discount, l.tax, l.total)
           END AS failure
      FROM invoice i
      LEFT JOIN (
        SELECT invoice_id, sum(subtotal) AS subtotal, sum(document_discount) AS discount, sum(tax) AS tax, sum(total) AS total
          FROM invoice_line WHERE workspace_id = $1 GROUP BY invoice_id
      ) AS l ON l.invoice_id = i.id
     WHERE i.workspace_id = $1
    UNION ALL
    SELECT CASE
             WHEN l.subtotal - l.document_discount + l.tax <> l.total
               THEN format('line %s of invoice %s: %s - %s + %s is not %s', l.line_no, l.invoice_id, l.subtotal, l.document_discount, l.tax, l.total)
             WHEN coalesce(t.amount, 0) <> l.tax
               THEN format('line %s of invoice %s: its tax is %s, its taxes add up to %s', l.line_no, l.invoice_id, l.tax, coalesce(t.amount, 0))
           END
      FROM invoice_line l
      LEFT JOIN (
        SELECT invoice_id, line_no, sum(amount) AS amount FROM invoice_line_tax WHERE workspace_id = $1 GROUP BY invoice_id, line_no
      ) AS t ON t.invoice_id = l.invoice_id AND t.line_no = l.line_no
     WHERE l.workspace_id = $1`,
};

const MEMOS_NAME_INVOICES: Proof = {
  name: 'memos-name-their-invoice',
  description:
    'Only a memo names an invoice that it credits: one of its workspace and approved; of its customer, or one merged with it, and currency, and not void, while the memo stands.',
  sql: `
    SELECT CASE
             WHEN m.invoice_type <> 'memo' THEN format('%s %s (%s) names invoice %s and is no memo', m.invoice_type, m.invoice_number, m.id, m.applied_to_invoice_id)
             WHEN i.id IS NULL OR i.deleted_at IS NOT NULL
               THEN format('memo %s (%s) names invoice %s, which is not there', m.invoice_number, m.id, m.applied_to_invoice_id)
             WHEN i.invoice_type <> 'invoice' OR i.is_draft
               THEN format('memo %s (%s) names %s %s, which is no approved invoice', m.invoice_number, m.id, i.invoice_type, i.invoice_number)
             WHEN NOT m.is_draft AND m.voided_at IS NULL
              AND (coalesce(ic.merged_into, ic.id), i.currency) IS DISTINCT FROM (coalesce(mc.merged_into, mc.id), m.currency)
               THEN format('memo %s (%s) and the invoice %s that it names are of two customers or currencies', m.invoice_number, m.id, i.invoice_number)
             WHEN NOT m.is_draft AND m.voided_at IS NULL AND i.voided_at IS NOT NULL
               THEN format('memo %s (%s) names the invoice %s, which is void', m.invoice_number, m.id, i.invoice_number)
           END AS failure
      FROM invoice m
      LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = m.applied_to_invoice_id
      LEFT JOIN customer ic ON ic.workspace_id = $1 AND ic.id = i.customer_id
      LEFT JOIN customer mc ON mc.workspace_id = $1 AND mc.id = m.customer_id
     WHERE m.workspace_id = $1 AND m.applied_to_invoice_id IS NOT NULL AND m.deleted_at IS NULL`,
};

const INVOICES_SETTLED: Proof = {
  name: 'invoices-settled',
  description:
    'What a document says was paid is what the allocations to its open item say, and never more than its total.',
  sql: `
    SELECT CASE
             WHEN i.paid_amount <> coalesce(a.amount, 0)
               THEN format('%s %s (%s): %s paid, allocations say %s', i.invoice_type, i.invoice_number, i.id, i.paid_amount, coalesce(a.amount, 0))
             WHEN i.paid_amount < 0 OR i.paid_amount > i.total
               THEN format('%s %s (%s): %s paid of %s', i.invoice_type, i.invoice_number, i.id, i.paid_amount, i.total)
           END AS failure
      FROM invoice i
      LEFT JOIN (
        SELECT item, sum(amount) AS amount
          FROM (SELECT to_open_item_id AS item, amount FROM allocation WHERE workspace_id = $1
                UNION ALL
                SELECT from_open_item_id, amount FROM allocation WHERE workspace_id = $1) AS side
         GROUP BY item
      ) AS a ON a.item = i.id
     WHERE i.workspace_id = $1`,
};

const OFFERS_CONVERTED_ONCE: Proof = {
  name: 'offers-converted-once',
  description:
    'A converted quote or estimate and the invoice that it became name each other, and nobody else does.',
  sql: `
    SELECT CASE
             WHEN o.id IS NULL THEN format('invoice %s (%s) was made of %s, which is not there', i.invoice_number, i.id, i.converted_from_id)
             WHEN o.converted_to_id IS DISTINCT FROM i.id
               THEN format('invoice %s (%s) was made of %s, which says it became %s', i.invoice_number, i.id, o.id, coalesce(o.converted_to_id::text, 'nothing'))
           END AS failure
      FROM invoice i
      LEFT JOIN invoice o ON o.workspace_id = i.workspace_id AND o.id = i.converted_from_id AND o.invoice_type IN ('quote', 'estimate')
     WHERE i.workspace_id = $1 AND i.converted_from_id IS NOT NULL AND i.deleted_at IS NULL
    UNION ALL
    SELECT CASE WHEN i.id IS NULL THEN format('%s %s (%s) says it became %s, which was not made of it', o.invoice_type, o.invoice_number, o.id, o.converted_to_id) END
      FROM invoice o
      LEFT JOIN invoice i ON i.workspace_id = o.workspace_id AND i.id = o.converted_to_id AND i.converted_from_id = o.id AND i.deleted_at IS NULL
     WHERE o.workspace_id = $1 AND o.converted_to_id IS NOT NULL`,
};

/** What holds of invoices, credit memos, quotes and estimates. */
export const INVOICE_PROOFS: readonly Proof[] = [
  INVOICES_POSTED_ONCE,
  INVOICES_ADD_UP,
  MEMOS_NAME_INVOICES,
  INVOICES_SETTLED,
  OFFERS_CONVERTED_ONCE,
];
