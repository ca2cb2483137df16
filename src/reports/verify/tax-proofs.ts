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
      SELECT x.*, i.tax_rounding, i.invoice_number, r.compounds, r.all_inclusive, r.any_inclusive,
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
    'Each tax is reckoned on its line’s net, a compound one on the other taxes too, and is its percentage of that, or what the price contains, rounded once: by document on the sum, or by line.',
  sql: `${BORNE}
    SELECT CASE
             WHEN b.any_inclusive AND NOT b.all_inclusive
               THEN format('line %s of invoice %s: some of its taxes are inclusive and some are not', b.line_no, b.invoice_id)
             WHEN b.compounds > 1 THEN format('line %s of invoice %s: it has %s compound taxes', b.line_no, b.invoice_id, b.compounds)
             WHEN b.taxable <> b.net + b.others
               THEN format('line %s of invoice %s: %s is reckoned on %s and not on %s', b.line_no, b.invoice_id, b.name, b.taxable, b.net + b.others)
             WHEN abs(b.amount - b.exact) > CASE b.tax_rounding WHEN 'line' THEN 0.500001 ELSE 1 END
               THEN format('line %s of invoice %s: %s is %s, exactly %s', b.line_no, b.invoice_id, b.name, b.amount, round(b.exact, 6))
           END AS failure
      FROM borne b
    UNION ALL
    SELECT CASE
             WHEN abs(sum(b.amount) - sum(b.exact)) > 0.500001
               THEN format('invoice %s (%s): %s comes to %s, exactly %s', b.invoice_number, b.invoice_id, min(b.name), sum(b.amount), round(sum(b.exact), 6))
           END
      FROM borne b
     WHERE b.tax_rounding = 'document'
     GROUP BY b.invoice_id, b.invoice_number, b.tax_id`,
};

/** What holds of the taxes of documents. */
export const TAX_PROOFS: readonly Proof[] = [TAXES_ARE_EXACT];
