import type { Proof } from '../../ledger/proofs/index.ts';

/**
 * Of each filing, also of one that was taken back: by tax, account and side, what it tells and what the lines come to that it
 * takes by its seals. What lines in other currencies were reckoned on is converted by the rate of their documents, and left out.
 */
const FIGURES_ARE_THEIR_LINES: Proof = {
  name: 'tax-returns-are-their-lines',
  description:
    'Each filed tax return says what the sealed lines of tax come to that are dated in its period, or earlier, from the first return on, and sealed after the return before it.',
  sql: `
    WITH filed AS (
      SELECT f.* FROM tax_return_filing f WHERE f.workspace_id = $1 AND f.action = 'file'
    ), taken AS (
      SELECT f.id, f.basis, false AS is_late, s.effective, s.entry_id
        FROM filed f
        JOIN entry_seal s ON s.workspace_id = $1 AND s.number <= f.seal_number AND s.effective BETWEEN f.start_date AND f.end_date
      UNION ALL
      SELECT f.id, f.basis, true, s.effective, s.entry_id
        FROM filed f
        JOIN entry_seal s ON s.workspace_id = $1 AND s.number > f.after_seal AND s.number <= f.seal_number AND s.effective < f.start_date
             AND (f.since IS NULL OR s.effective >= f.since)
    ), line AS (
      SELECT k.id AS filing, k.is_late, l.tax_id, l.account_id, l.vendor_id IS NOT NULL AS is_purchase, sum(l.base_amount) AS amount,
             sum(coalesce(l.tax_base, 0)) AS taxable, bool_and(l.currency = b.currency) AS is_own_currency
        FROM taken k
        JOIN books b ON b.workspace_id = $1
        JOIN journal_line l ON l.workspace_id = $1 AND l.effective = k.effective AND l.entry_id = k.entry_id
             AND l.tax_id IS NOT NULL AND l.basis IN ('both', k.basis)
       GROUP BY k.id, k.is_late, l.tax_id, l.account_id, l.vendor_id IS NOT NULL
    ), told AS (
      SELECT f.id AS filing, a.is_late, a.tax_id, a.account_id, a.is_purchase, sum(a.amount) AS amount, sum(a.taxable) AS taxable
        FROM filed f
       CROSS JOIN LATERAL (
         SELECT (x ->> 'isLate')::boolean AS is_late, (x ->> 'taxId')::uuid AS tax_id, (x ->> 'accountId')::uuid AS account_id,
                (x ->> 'isPurchase')::boolean AS is_purchase, (x ->> 'amount')::numeric AS amount, (x ->> 'taxable')::numeric AS taxable
           FROM json_array_elements(f.figures -> 'amounts') AS x) AS a
       GROUP BY f.id, a.is_late, a.tax_id, a.account_id, a.is_purchase
    )
    SELECT CASE
             WHEN coalesce(told.amount, 0) <> coalesce(line.amount, 0)
               THEN format('the tax return from %s to %s (%s): %s%s is %s, its lines come to %s', f.start_date, f.end_date, f.tax_return_id,
                           CASE WHEN is_late THEN 'late ' ELSE '' END, t.name, coalesce(told.amount, 0), coalesce(line.amount, 0))
             WHEN line.is_own_currency IS NOT FALSE AND coalesce(told.taxable, 0) <> coalesce(line.taxable, 0)
               THEN format('the tax return from %s to %s (%s): %s%s is on %s, its lines are on %s', f.start_date, f.end_date, f.tax_return_id,
                           CASE WHEN is_late THEN 'late ' ELSE '' END, t.name, coalesce(told.taxable, 0), coalesce(line.taxable, 0))
           END AS failure
      FROM told
      FULL JOIN line USING (filing, is_late, tax_id, account_id, is_purchase)
      JOIN filed f ON f.id = filing
      LEFT JOIN tax t ON t.workspace_id = $1 AND t.id = tax_id`,
};

/** Together with the other: no sealed line of tax that is dated from the first return on is in two returns, or passed over. */
const RETURNS_FOLLOW: Proof = {
  name: 'tax-returns-follow-one-another',
  description:
    'Filed tax returns stand as they were filed, in one book, and each follows the one before to the day and to the seal, which is in the chain: so each line of tax is in one of them.',
  sql: `
    WITH filed AS (
      SELECT r.id, r.start_date, r.end_date, r.basis, f.action, f.tax_return_id, f.start_date AS filed_start, f.end_date AS filed_end,
             f.basis AS filed_basis, f.after_seal, f.seal_number, f.seal_hash,
             (SELECT l.id FROM tax_return_filing l WHERE l.workspace_id = $1 AND l.tax_return_id = r.id
               ORDER BY l.recorded_at DESC, l.id DESC LIMIT 1) AS last_filing, r.filing_id,
             lag(r.end_date) OVER earlier AS previous_end, lag(r.basis) OVER earlier AS previous_basis,
             lag(f.seal_number) OVER earlier AS previous_seal
        FROM tax_return r
        LEFT JOIN tax_return_filing f ON f.workspace_id = $1 AND f.id = r.filing_id
       WHERE r.workspace_id = $1 AND r.filing_id IS NOT NULL
      WINDOW earlier AS (ORDER BY r.end_date)
    )
    SELECT CASE
             WHEN (f.action, f.tax_return_id, f.filed_start, f.filed_end, f.filed_basis, f.last_filing)
                  IS DISTINCT FROM ('file', f.id, f.start_date, f.end_date, f.basis, f.filing_id)
               THEN format('the tax return from %s to %s (%s) is not as it was filed', f.start_date, f.end_date, f.id)
             WHEN f.previous_end IS NOT NULL AND (f.start_date <> f.previous_end + 1 OR f.basis <> f.previous_basis)
               THEN format('the tax return from %s to %s (%s) does not follow the one through %s', f.start_date, f.end_date, f.id, f.previous_end)
             WHEN f.after_seal IS DISTINCT FROM f.previous_seal OR f.seal_number < f.after_seal
               THEN format('the tax return from %s to %s (%s) begins after seal %s, the one before it ends with %s', f.start_date, f.end_date,
                           f.id, coalesce(f.after_seal::text, 'none'), coalesce(f.previous_seal::text, 'none'))
             WHEN f.seal_hash IS DISTINCT FROM CASE WHEN f.seal_number = 0 THEN decode(repeat('00', 32), 'hex') ELSE s.hash END
               THEN format('the tax return from %s to %s (%s) names seal %s, whose hash is another', f.start_date, f.end_date, f.id, f.seal_number)
           END AS failure
      FROM filed f
      LEFT JOIN entry_seal s ON s.workspace_id = $1 AND s.number = f.seal_number`,
};

/** What holds of tax returns. */
export const TAX_RETURN_PROOFS: readonly Proof[] = [FIGURES_ARE_THEIR_LINES, RETURNS_FOLLOW];
