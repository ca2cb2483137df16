import type { Proof } from '../../ledger/proofs/index.ts';

/**
 * The taxes of each line with their exact amounts. Percentages and sums carry 12 decimals into each division, so that
 * what it leaves off is far below what the proof allows for.
 */
const BORNE = `
    WITH rates AS (
      SELECT invoice_id, line_no, sum(amount) AS tax, count(*) FILTER (WHERE compound) AS compounds,
             bool_and(inclusive) AS all_inclusive, bool_or(inclusive) AS any_inclusive,
             100 + coalesce(sum(percentage) FILTER (WHERE NOT compound), 0)::numeric(20, 12) AS plain,
             100 + coalesce(sum(percentage) FILTER (WHERE compound), 0)::numeric(20, 12) AS compounded
        FROM invoice_line_tax WHERE workspace_id = $1 GROUP BY invoice_id, line_no
    ), borne AS (
      SELECT x.*, i.tax_rounding, i.invoice_number, i.applied_to_invoice_id, r.compounds, r.all_inclusive, r.any_inclusive,
             l.subtotal - l.document_discount AS net, CASE WHEN x.compound THEN r.tax - x.amount ELSE 0 END AS others,
             CASE WHEN NOT x.inclusive THEN x.taxable * x.percentage * 0.01
                  WHEN x.compound THEN l.total * x.percentage / r.compounded
                  ELSE l.total * x.percentage * 100 / (r.plain * r.compounded) END AS exact
        FROM invoice_line_tax x
        JOIN rates r ON r.invoice_id = x.invoice_id AND r.line_no = x.line_no
        JOIN invoice_line l ON l.workspace_id = $1 AND l.invoice_id = x.invoice_id AND l.line_no = x.line_no
        JOIN invoice i ON i.workspace_id = $1 AND i.id = x.invoice_id
       WHERE x.workspace_id = $1
    )`;

const TAXES_ARE_EXACT: Proof = {
  name: 'taxes-are-exact',
  description:
    'Each tax is reckoned on its line’s net, a compound one on the other taxes too, and is its percentage of that, or what the price contains, rounded once: by document on the sum, or by line. (Of memos that name an invoice, all but the amounts: those follow from it.)',
  sql: `${BORNE}
    SELECT CASE
             WHEN b.any_inclusive AND NOT b.all_inclusive
               THEN format('line %s of invoice %s: some of its taxes are inclusive and some are not', b.line_no, b.invoice_id)
             WHEN b.compounds > 1 THEN format('line %s of invoice %s: it has %s compound taxes', b.line_no, b.invoice_id, b.compounds)
             WHEN b.taxable <> b.net + b.others
               THEN format('line %s of invoice %s: %s is reckoned on %s and not on %s', b.line_no, b.invoice_id, b.name, b.taxable, b.net + b.others)
             WHEN b.applied_to_invoice_id IS NULL AND abs(b.amount - b.exact) > CASE b.tax_rounding WHEN 'line' THEN 0.500001 ELSE 1 END
               THEN format('line %s of invoice %s: %s is %s, exactly %s', b.line_no, b.invoice_id, b.name, b.amount, round(b.exact, 6))
           END AS failure
      FROM borne b
    UNION ALL
    SELECT CASE
             WHEN abs(sum(b.amount) - sum(b.exact)) > 0.500001
               THEN format('invoice %s (%s): %s comes to %s, exactly %s', b.invoice_number, b.invoice_id, min(b.name), sum(b.amount), round(sum(b.exact), 6))
           END
      FROM borne b
     WHERE b.tax_rounding = 'document' AND b.applied_to_invoice_id IS NULL
     GROUP BY b.invoice_id, b.invoice_number, b.tax_id`,
};

/**
 * Exact amounts are pure shares of what is billed, so that they add up over memos. Drafts follow from what was credited when
 * they were written and are left out. Where a memo was made void, those approved after it have made up for it already.
 */
const CREDITED_TAXES: Proof = {
  name: 'credited-taxes-follow-invoices',
  description:
    'Memos that name an invoice credit together of each of its taxes the share that they credit of its base, and never more than it charged.',
  sql: `
    WITH document AS (
      SELECT i.id, coalesce(i.applied_to_invoice_id, i.id) AS original, i.applied_to_invoice_id IS NOT NULL AS credits, i.voided_at
        FROM invoice i
       WHERE i.workspace_id = $1 AND NOT i.is_draft AND i.deleted_at IS NULL
         AND (i.applied_to_invoice_id IS NOT NULL
              OR EXISTS (SELECT FROM invoice m WHERE m.workspace_id = $1 AND m.applied_to_invoice_id = i.id AND NOT m.is_draft))
    ), rates AS (
      SELECT x.invoice_id, x.line_no,
             100 + coalesce(sum(x.percentage) FILTER (WHERE NOT x.compound), 0)::numeric(20, 12) AS plain,
             100 + coalesce(sum(x.percentage) FILTER (WHERE x.compound), 0)::numeric(20, 12) AS compounded
        FROM invoice_line_tax x JOIN document d ON d.id = x.invoice_id
       WHERE x.workspace_id = $1 GROUP BY x.invoice_id, x.line_no
    ), borne AS (
      SELECT d.original, d.credits, x.tax_id, x.name, x.amount,
             CASE WHEN NOT x.inclusive
                    THEN (l.subtotal - l.document_discount) * x.percentage * 0.01 * CASE WHEN x.compound THEN r.plain * 0.01 ELSE 1 END
                  WHEN x.compound THEN l.total * x.percentage / r.compounded
                  ELSE l.total * x.percentage * 100 / (r.plain * r.compounded) END AS exact
        FROM document d
        JOIN invoice_line_tax x ON x.workspace_id = $1 AND x.invoice_id = d.id
        JOIN rates r ON r.invoice_id = x.invoice_id AND r.line_no = x.line_no
        JOIN invoice_line l ON l.workspace_id = $1 AND l.invoice_id = x.invoice_id AND l.line_no = x.line_no
       WHERE d.voided_at IS NULL OR NOT d.credits
    ), compared AS (
      SELECT original, tax_id, min(name) AS name,
             coalesce(sum(amount) FILTER (WHERE NOT credits), 0) AS charged, coalesce(sum(exact) FILTER (WHERE NOT credits), 0) AS exact_charged,
             coalesce(sum(amount) FILTER (WHERE credits), 0) AS credited, coalesce(sum(exact) FILTER (WHERE credits), 0) AS exact_credited
        FROM borne GROUP BY original, tax_id
    ), expected AS (
      SELECT c.*, least(greatest(c.charged, 0), greatest(least(c.charged, 0),
               CASE WHEN c.exact_charged = 0 THEN c.exact_credited ELSE c.charged * c.exact_credited / c.exact_charged END)) AS share
        FROM compared c
    )
    SELECT CASE
             WHEN e.credited NOT BETWEEN least(e.charged, 0) AND greatest(e.charged, 0)
               THEN format('invoice %s (%s): its memos credit %s of %s, of which it charged %s', i.invoice_number, e.original, e.credited, e.name, e.charged)
             WHEN abs(e.credited - e.share) > 1.000001
                  AND NOT EXISTS (SELECT FROM document d WHERE d.original = e.original AND d.credits AND d.voided_at IS NOT NULL)
               THEN format('invoice %s (%s): its memos credit %s of %s, and their share of it is %s', i.invoice_number, e.original,
                           e.credited, e.name, round(e.share, 6))
           END AS failure
      FROM expected e
      LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = e.original`,
};

/** What holds of the taxes of documents. */
export const TAX_PROOFS: readonly Proof[] = [TAXES_ARE_EXACT, CREDITED_TAXES];
