import { type Age, ageOf, foldAges, openItemsAsOf } from '../../ledger/open-items/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';

/** From when to when a statement goes, and of which currency; of all where left out. */
export interface StatementPeriod {
  readonly startDate: string;
  readonly endDate: string;
  readonly currency: string | undefined;
}

export const MOVEMENT_TYPES = ['invoice', 'memo', 'payment', 'refund', 'write_off', 'journal'] as const;

/** What one document or payment moved on one day; positive: the customer owes more. */
export interface MovementRow {
  readonly currency: string;
  readonly date: string;
  readonly type: (typeof MOVEMENT_TYPES)[number];
  readonly sourceId: string;
  /** Of a document its number, of a payment its reference. */
  readonly number: string | null;
  readonly dueDate: string | null;
  /** Whether it takes back what was there before: a document made void, a payment deleted. */
  readonly reversed: boolean;
  readonly amount: bigint;
}

export interface AgingRow {
  readonly currency: string;
  readonly notYetDue: bigint;
  readonly days1To30: bigint;
  readonly days31To60: bigint;
  readonly days61To90: bigint;
  readonly over90: bigint;
  readonly credits: bigint;
}

/** The lines on receivables of a customer and of whom that is told with, in the accrual book. */
const LINES = `journal_line l
  JOIN account r ON r.workspace_id = l.workspace_id AND r.id = l.account_id AND r.role = 'accounts_receivable'`;
const OF_CUSTOMER = `l.workspace_id = $1 AND l.customer_id = ANY ($2::uuid[]) AND l.basis <> 'cash'`;

/** What a customer owed before a day, by currency. */
export async function selectOpening(
  transaction: Transaction,
  customerIds: readonly string[],
  before: string,
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await transaction.query<{ currency: string; amount: bigint }>(
    `SELECT l.currency, sum(l.amount)::bigint AS amount FROM ${LINES} WHERE ${OF_CUSTOMER} AND l.effective < $3 GROUP BY l.currency`,
    [transaction.workspaceId, customerIds, before],
  );
  return new Map(
    rows.filter(({ amount }) => amount !== 0n).map(({ currency, amount }) => [currency, amount]),
  );
}

/** What moved a customer's debt in a period, day by day. What was taken back on its own day moved nothing. */
export function selectMovements(
  transaction: Transaction,
  customerIds: readonly string[],
  { startDate, endDate, currency }: StatementPeriod,
  most: number,
): Promise<MovementRow[]> {
  return transaction.query<MovementRow & Record<string, unknown>>(
    `SELECT m.currency, m.effective AS date, m.reversed, m.amount, m.source_id AS "sourceId",
            CASE WHEN i.id IS NOT NULL THEN i.invoice_type WHEN p.id IS NOT NULL THEN p.kind ELSE 'journal' END AS type,
            coalesce(i.invoice_number, p.reference) AS number,
            CASE WHEN i.invoice_type = 'invoice' THEN i.due_date END AS "dueDate"
       FROM (SELECT l.currency, l.effective, e.source_id, bool_and(e.kind = 'reversal') AS reversed,
                    sum(l.amount)::bigint AS amount, min(e.recorded_at) AS recorded_at
               FROM ${LINES}
               JOIN journal_entry e ON e.workspace_id = l.workspace_id AND e.effective = l.effective AND e.entry_id = l.entry_id
              WHERE ${OF_CUSTOMER} AND l.effective BETWEEN $3 AND $4 AND ($5::text IS NULL OR l.currency = $5)
              GROUP BY l.currency, l.effective, e.source_id
             HAVING sum(l.amount) <> 0) AS m
       LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = m.source_id
       LEFT JOIN payment p ON p.workspace_id = $1 AND p.id = m.source_id
      ORDER BY m.effective, m.recorded_at, m.source_id LIMIT $6`,
    [transaction.workspaceId, customerIds, startDate, endDate, currency ?? null, most],
  );
}

/** What a customer owes at the end of a day, by currency and by how long it has been due. */
export async function selectAging(
  transaction: Transaction,
  customerIds: readonly string[],
  onDate: string,
): Promise<AgingRow[]> {
  const values: unknown[] = [transaction.workspaceId];
  const items = openItemsAsOf({ control: 'receivable', asOf: onDate, partyIds: customerIds }, values);
  const rows = await transaction.query<{ currency: string; age: Age; amount: bigint }>(
    `SELECT o.currency, ${ageOf('o', '$2')} AS age, sum(o.amount)::bigint AS amount FROM ${items} AS o GROUP BY 1, 2`,
    values,
  );
  return [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, own]) => {
    const ages = foldAges(own);
    return {
      currency,
      notYetDue: ages.notYetOverdue,
      days1To30: ages.lessThanOrEqualTo30,
      days31To60: ages.between31And60,
      days61To90: ages.between61And90,
      over90: ages.moreThan90,
      credits: ages.credits,
    };
  });
}
