import type { Telling } from '../../ledger/merges/index.ts';
import { listCurrencies, minorUnitDigits } from '../../ledger/money/index.ts';
import { recordsAsOf } from '../../ledger/record-versions/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { withoutLoops } from '../../platform/database/without-loops.ts';

/** Of a tax at a rate on an account, of sales or of purchases; signed, debit positive, in the workspace's currency. */
export interface TaxAmount {
  readonly taxId: string;
  readonly tax: string;
  readonly kind: string;
  readonly percentage: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly isPurchase: boolean;
  /** Whether it is dated before the period that it counts in. */
  readonly isLate: boolean;
  readonly taxable: string;
  readonly amount: string;
}

/**
 * Lines of tax with what they were reckoned on, as a subquery for FROM: their own columns, `is_purchase`, `percentage`,
 * `taxable`, the entry's `source`, `source_id` and `recorded_at`, and the `invoice_id` and `invoice_number` of their document.
 * A line says in its own currency what it was reckoned on; that is converted line by line at the rate of the line's document.
 * Only purchases name a vendor.
 *
 * CASE, not coalesce: under row-level security only what cannot leak may use an index, and coalesce counts as what could.
 * All invoices there are were read for a month of them.
 *
 * @param lines a subquery with the columns of journal_line, all of them of tax
 * @param values parameters of the statement, with the workspace as `$1`; those of the conversion are added
 * @param throughSeal as of which seal taxes are told; undefined: as they are now
 */
export function assessedLines(
  lines: string,
  currency: string,
  values: unknown[],
  throughSeal?: number,
): string {
  const digits = minorUnitDigits(currency);
  const currencies = listCurrencies();
  const own = `$${values.push(currency)}`;
  const codes = `$${values.push(currencies.map(({ code }) => code))}`;
  // How many of the workspace's minor units one of theirs would be at a rate of 1: 1e-2.
  const scales = `$${values.push(currencies.map(({ minorUnitDigits: theirs }) => `1e${digits - theirs}`))}`;
  return `(
    SELECT l.*, l.vendor_id IS NOT NULL AS is_purchase, e.source, e.source_id, e.recorded_at,
           i.id AS invoice_id, i.invoice_number, coalesce(issued.percentage, own.percentage) AS percentage,
           round(coalesce(l.tax_base, 0) * CASE WHEN l.currency = ${own} THEN 1
             ELSE coalesce(i.exchange_rate * c.scale, l.base_amount::numeric / nullif(l.amount, 0), 0) END) AS taxable
      FROM ${lines} AS l
      JOIN journal_entry e ON e.workspace_id = $1 AND e.effective = l.effective AND e.entry_id = l.entry_id
      JOIN ${recordsAsOf('tax', throughSeal)} own ON own.workspace_id = $1 AND own.id = l.tax_id
      LEFT JOIN invoice i ON i.workspace_id = $1
       AND i.id = CASE WHEN l.open_item_id IS NULL THEN e.source_id ELSE l.open_item_id END
      LEFT JOIN unnest(${codes}::text[], ${scales}::numeric[]) AS c(code, scale) ON c.code = l.currency
      LEFT JOIN LATERAL (
        SELECT lt.percentage FROM invoice_line_tax lt
         WHERE lt.workspace_id = $1 AND lt.invoice_id = i.id AND lt.tax_id = l.tax_id
         LIMIT 1
      ) AS issued ON true
  )`;
}

/**
 * What lines of tax come to, by tax, rate and account.
 *
 * @param lines as for `assessedLines`, with a column `is_late`
 * @param values as for `assessedLines`
 * @param telling how accounts and taxes are told
 */
export function sumTaxAmounts(
  transaction: Transaction,
  lines: string,
  currency: string,
  values: unknown[],
  { merged, throughSeal }: Telling = { merged: true, throughSeal: undefined },
): Promise<TaxAmount[]> {
  const accounts = recordsAsOf('account', throughSeal);
  const told = merged
    ? 'CASE WHEN own.merged_into IS NOT NULL THEN own.merged_into ELSE own.id END'
    : 'own.id';
  const statement = `
     SELECT x.tax_id AS "taxId", t.name AS tax, t.kind, trim_scale(x.percentage)::text AS percentage,
            a.id AS "accountId", a.name AS "accountName", x.is_purchase AS "isPurchase", x.is_late AS "isLate",
            sum(x.taxable)::text AS taxable, sum(x.base_amount)::text AS amount
       FROM ${assessedLines(lines, currency, values, throughSeal)} AS x
       JOIN ${recordsAsOf('tax', throughSeal)} t ON t.workspace_id = $1 AND t.id = x.tax_id
       JOIN ${accounts} own ON own.workspace_id = $1 AND own.id = x.account_id
       JOIN ${accounts} a ON a.workspace_id = $1 AND a.id = ${told}
      GROUP BY x.tax_id, t.name, t.name_key, t.kind, x.percentage, a.id, a.name, x.is_purchase, x.is_late
     HAVING sum(x.taxable) <> 0 OR sum(x.base_amount) <> 0
      ORDER BY t.name_key, x.percentage, x.tax_id, a.id, x.is_purchase, x.is_late`;
  return withoutLoops(transaction, () =>
    transaction.query<TaxAmount & Record<string, unknown>>(statement, values),
  );
}
