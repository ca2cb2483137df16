import { recordsAsOf } from '../../ledger/record-versions/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { withoutLoops } from '../../platform/database/without-loops.ts';
import type { Basis } from '../filters/filter-fields.ts';
import { assessedLines, sumTaxAmounts, type TaxAmount } from '../sales-tax/tax-amounts.store.ts';
import type { LineKey } from './return-cursor.ts';

/** Which lines of tax a return takes. */
export interface ReturnScope {
  readonly startDate: string;
  readonly endDate: string;
  readonly basis: Basis;
  /** The seal of the return before: what is dated earlier counts where its seal is later; null: nothing of it counts. */
  readonly afterSeal: number | null;
  /** The first day of the first return: nothing that is dated before it counts; null in what was filed when that was not known. */
  readonly since: string | null;
  /** Nothing that is sealed later, or not at all; null: everything that is posted. */
  readonly throughSeal: number | null;
}

/** What a late entry comes to, for each of its documents; signed, debit positive. */
export interface LateEntry {
  readonly entryId: string;
  readonly date: string;
  readonly recordedAt: string;
  readonly source: string;
  readonly sourceId: string;
  readonly invoiceId: string | null;
  readonly invoiceNumber: string | null;
  readonly amounts: readonly Pick<TaxAmount, 'isPurchase' | 'taxable' | 'amount'>[];
}

/** What a return says, as it is kept once it is filed. */
export interface ReturnFigures {
  readonly amounts: readonly TaxAmount[];
  /** The first of them. */
  readonly lateEntries: readonly LateEntry[];
  readonly lateEntryCount: number;
}

export const LATE_ENTRIES_SHOWN = 100;

/**
 * The lines of tax that a return takes, as a subquery for FROM with the columns of journal_line and `is_late`: those dated in
 * its period, and those dated earlier, from the first return on, that no earlier return can have known. Entries are either sealed or not in one snapshot,
 * so read it in one statement.
 *
 * OFFSET 0 has the lines looked up entry by entry; see posted-sums.ts.
 */
function linesOfReturn(scope: ReturnScope, values: unknown[]): string {
  const { startDate, endDate, basis, afterSeal, since, throughSeal } = scope;
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const [first, last, book] = [parameter(startDate), parameter(endDate), parameter(basis)];
  const through = throughSeal === null ? null : parameter(throughSeal);
  const known =
    through === null
      ? ''
      : `AND EXISTS (SELECT FROM entry_seal s WHERE s.workspace_id = $1 AND s.effective = l.effective
                        AND s.entry_id = l.entry_id AND s.number <= ${through}::bigint)`;
  const own = `SELECT l.*, false AS is_late FROM journal_line l
     WHERE l.workspace_id = $1 AND l.tax_id IS NOT NULL AND l.effective BETWEEN ${first}::date AND ${last}::date
       AND l.basis IN ('both', ${book}) ${known}`;
  if (afterSeal === null) return `(${own})`;
  const from = since === null ? null : parameter(since);
  const isEarlier = (day: string) =>
    `${day} < ${first}::date ${from === null ? '' : `AND ${day} >= ${from}::date`}`;
  const unsealed = `UNION ALL SELECT u.effective, u.entry_id FROM unsealed_entry u
                     WHERE u.workspace_id = $1 AND ${isEarlier('u.effective')}`;
  return `(${own}
    UNION ALL
    SELECT l.*, true AS is_late
      FROM (SELECT s.effective, s.entry_id FROM entry_seal s
             WHERE s.workspace_id = $1 AND s.number > ${parameter(afterSeal)}::bigint AND ${isEarlier('s.effective')}
               ${through === null ? unsealed : `AND s.number <= ${through}::bigint`}) AS late
     CROSS JOIN LATERAL (SELECT l.* FROM journal_line l
                          WHERE l.workspace_id = $1 AND l.effective = late.effective AND l.entry_id = late.entry_id
                            AND l.tax_id IS NOT NULL AND l.basis IN ('both', ${book})
                         OFFSET 0) AS l)`;
}

/** What a return says by the books. */
export async function computeFigures(
  transaction: Transaction,
  scope: ReturnScope,
  currency: string,
): Promise<ReturnFigures> {
  const values: unknown[] = [transaction.workspaceId];
  const amounts = await sumTaxAmounts(transaction, linesOfReturn(scope, values), currency, values);
  const late = await withoutLoops(transaction, () => selectLateEntries(transaction, scope, currency));
  return { amounts, ...late };
}

async function selectLateEntries(
  transaction: Transaction,
  scope: ReturnScope,
  currency: string,
): Promise<Pick<ReturnFigures, 'lateEntries' | 'lateEntryCount'>> {
  if (scope.afterSeal === null) return { lateEntries: [], lateEntryCount: 0 };
  const values: unknown[] = [transaction.workspaceId];
  const lines = assessedLines(linesOfReturn(scope, values), currency, values);
  const rows = await transaction.query<
    Omit<LateEntry, 'amounts' | 'recordedAt'> & { recordedAt: Date } & Record<
        'count' | 'salesBase' | 'salesTax' | 'purchasesBase' | 'purchasesTax',
        string
      >
  >(
    `SELECT x.entry_id AS "entryId", x.effective AS date, x.recorded_at AS "recordedAt", x.source, x.source_id AS "sourceId",
            x.invoice_id AS "invoiceId", x.invoice_number AS "invoiceNumber", count(*) OVER ()::text AS count,
            coalesce(sum(x.taxable) FILTER (WHERE NOT x.is_purchase), 0)::text AS "salesBase",
            coalesce(sum(x.base_amount) FILTER (WHERE NOT x.is_purchase), 0)::text AS "salesTax",
            coalesce(sum(x.taxable) FILTER (WHERE x.is_purchase), 0)::text AS "purchasesBase",
            coalesce(sum(x.base_amount) FILTER (WHERE x.is_purchase), 0)::text AS "purchasesTax"
       FROM ${lines} AS x
      WHERE x.is_late
      GROUP BY x.effective, x.entry_id, x.recorded_at, x.source, x.source_id, x.invoice_id, x.invoice_number
      ORDER BY x.effective, x.entry_id, x.invoice_number
      LIMIT ${LATE_ENTRIES_SHOWN}`,
    values,
  );
  const lateEntries = rows.map(({ count: _, recordedAt, ...row }) => {
    const { salesBase, salesTax, purchasesBase, purchasesTax, ...entry } = row;
    const amounts = [
      { isPurchase: false, taxable: salesBase, amount: salesTax },
      { isPurchase: true, taxable: purchasesBase, amount: purchasesTax },
    ];
    return { ...entry, recordedAt: recordedAt.toISOString(), amounts };
  });
  return { lateEntries, lateEntryCount: Number(rows[0]?.count ?? 0) };
}

/** Which of a return's lines are wanted. */
export interface LinesFilter {
  readonly taxIds: readonly string[];
  readonly accountIds: readonly string[];
  readonly late: boolean | null;
}

/** A line of tax that a return takes; signed, debit positive. */
export interface ReturnLine extends LineKey, Pick<TaxAmount, 'taxId' | 'tax' | 'percentage' | 'isPurchase'> {
  readonly isLate: boolean;
  readonly recordedAt: Date;
  readonly sealNumber: number | null;
  readonly source: string;
  readonly sourceId: string;
  readonly invoiceId: string | null;
  readonly invoiceNumber: string | null;
  readonly party: string | null;
  readonly accountId: string;
  readonly accountName: string;
  readonly taxable: string;
  readonly amount: string;
}

/**
 * The lines that a return takes, from the beginning or after one of them; of what was sealed up to a seal with names as of
 * that seal.
 */
export function selectReturnLines(
  transaction: Transaction,
  scope: ReturnScope,
  currency: string,
  { filter, after, limit }: { filter: LinesFilter; after: LineKey | undefined; limit: number },
): Promise<ReturnLine[]> {
  const values: unknown[] = [transaction.workspaceId];
  const throughSeal = scope.throughSeal ?? undefined;
  const lines = assessedLines(linesOfReturn(scope, values), currency, values, throughSeal);
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['true'];
  if (filter.taxIds.length > 0) conditions.push(`x.tax_id = ANY (${parameter(filter.taxIds)}::uuid[])`);
  if (filter.accountIds.length > 0)
    conditions.push(`x.account_id = ANY (${parameter(filter.accountIds)}::uuid[])`);
  if (filter.late !== null) conditions.push(`x.is_late = ${parameter(filter.late)}`);
  if (after) {
    const [day, id, line] = [
      parameter(after.effective),
      parameter(after.entryId),
      parameter(after.lineNumber),
    ];
    // The day by itself, too, so that an index on it is used.
    conditions.push(`x.effective >= ${day}::date`);
    conditions.push(`(x.effective, x.entry_id, x.line_no) > (${day}::date, ${id}::uuid, ${line}::int)`);
  }
  return transaction.query<ReturnLine & Record<string, unknown>>(
    `SELECT x.effective, x.entry_id AS "entryId", x.line_no AS "lineNumber", x.is_late AS "isLate",
            x.recorded_at AS "recordedAt", s.number::float8 AS "sealNumber", x.source, x.source_id AS "sourceId",
            x.invoice_id AS "invoiceId", x.invoice_number AS "invoiceNumber", coalesce(c.customer, v.name) AS party,
            x.account_id AS "accountId", a.name AS "accountName", x.tax_id AS "taxId", t.name AS tax,
            trim_scale(x.percentage)::text AS percentage, x.is_purchase AS "isPurchase", x.taxable::text AS taxable,
            x.base_amount::text AS amount
       FROM ${lines} AS x
       JOIN ${recordsAsOf('tax', throughSeal)} t ON t.workspace_id = $1 AND t.id = x.tax_id
       JOIN ${recordsAsOf('account', throughSeal)} a ON a.workspace_id = $1 AND a.id = x.account_id
       LEFT JOIN entry_seal s ON s.workspace_id = $1 AND s.effective = x.effective AND s.entry_id = x.entry_id
       LEFT JOIN ${recordsAsOf('customer', throughSeal)} c ON c.workspace_id = $1 AND c.id = x.customer_id
       LEFT JOIN ${recordsAsOf('vendor', throughSeal)} v ON v.workspace_id = $1 AND v.id = x.vendor_id
      WHERE ${conditions.join(' AND ')}
      ORDER BY x.effective, x.entry_id, x.line_no
      LIMIT ${parameter(limit)}`,
    values,
  );
}
