import type { Transaction } from '../../platform/database/transaction.ts';

export type AgingSide = 'receivable' | 'payable';

/** The buckets by days overdue, in the order of the answer: amounts that are owed; what is owed back has a column of its own. */
export const BUCKETS = [
  { key: 'notYetOverdue', from: null, to: 0 },
  { key: 'lessThanOrEqualTo30', from: 1, to: 30 },
  { key: 'between31And60', from: 31, to: 60 },
  { key: 'between61And90', from: 61, to: 90 },
  { key: 'moreThan90', from: 91, to: null },
] as const;
export type BucketKey = (typeof BUCKETS)[number]['key'];

/** In minor units of the workspace's currency; of payables what is owed is positive too. */
export type AgedAmounts = { readonly [key in BucketKey | 'credits']: bigint };

export interface PartyRow extends AgedAmounts {
  readonly partyId: string | null;
  readonly name: string | null;
}

export interface AgedDocument {
  readonly partyId: string | null;
  readonly itemId: string;
  readonly source: string;
  readonly sourceId: string;
  readonly type: string;
  readonly number: string | null;
  readonly date: string;
  readonly dueDate: string | null;
  readonly daysOverdue: number;
  readonly currency: string;
  readonly amount: bigint;
  readonly baseAmount: bigint;
}

export interface AgingScope {
  readonly side: AgingSide;
  readonly asOf: string;
  /** Only these customers or vendors; empty: all. */
  readonly partyIds: readonly string[];
}

const SIDES = {
  receivable: { role: 'accounts_receivable', party: 'customer', sign: '' },
  payable: { role: 'accounts_payable', party: 'vendor', sign: '-' },
} as const;

/**
 * What is open on a day, item by item (ledger.md 4): the lines of receivables or payables up to it, with the allocations up
 * to it. An invoice is overdue from its due date on, anything else from its own day. Parameters: workspace, day, parties.
 */
function openItems(side: AgingSide): string {
  const { role, party, sign } = SIDES[side];
  return `(
    SELECT o.id AS item_id, o.${party}_id AS party_id, o.source, o.source_id, o.currency, i.first_day,
           ${sign}(i.amount + coalesce(m.amount, 0))::bigint AS amount,
           ${sign}(i.base_amount + coalesce(m.base_amount, 0))::bigint AS base_amount
      FROM (SELECT l.open_item_id AS id, sum(l.amount) AS amount, sum(l.base_amount) AS base_amount, min(l.effective) AS first_day
              FROM journal_line l
             WHERE l.workspace_id = $1 AND l.effective <= $2 AND l.basis <> 'cash'
               AND l.account_id = (SELECT a.id FROM account a WHERE a.workspace_id = $1 AND a.role = '${role}')
               AND (cardinality($3::uuid[]) = 0 OR l.${party}_id = ANY ($3))
             GROUP BY l.open_item_id) AS i
      JOIN open_item o ON o.workspace_id = $1 AND o.id = i.id
      LEFT JOIN (SELECT item, sum(amount) AS amount, sum(base_amount) AS base_amount
                   FROM (SELECT to_open_item_id AS item, -amount::numeric AS amount, -base_amount::numeric AS base_amount
                           FROM allocation WHERE workspace_id = $1 AND effective <= $2
                         UNION ALL
                         SELECT from_open_item_id, amount, base_amount FROM allocation WHERE workspace_id = $1 AND effective <= $2) AS side
                  GROUP BY item) AS m ON m.item = i.id
     WHERE i.base_amount + coalesce(m.base_amount, 0) <> 0 OR i.amount + coalesce(m.amount, 0) <> 0
  )`;
}

/** An invoice falls due on its due date; a document from before the cutover is as old as it says. */
const AGED = (side: AgingSide) => `(
  SELECT f.*, i.invoice_type, i.invoice_number, i.date AS invoice_date, i.due_date,
         $2::date - coalesce(CASE WHEN i.invoice_type = 'invoice' THEN i.due_date END, i.date, f.first_day) AS overdue
    FROM ${openItems(side)} AS f
    LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = f.item_id
)`;

const within = ({ from, to }: (typeof BUCKETS)[number]) =>
  [from === null ? [] : `overdue >= ${from}`, to === null ? [] : `overdue <= ${to}`].flat().join(' AND ');

const SUMS = [
  ...BUCKETS.map(
    (bucket) =>
      `coalesce(sum(base_amount) FILTER (WHERE base_amount > 0 AND ${within(bucket)}), 0)::bigint AS "${bucket.key}"`,
  ),
  'coalesce(sum(base_amount) FILTER (WHERE base_amount < 0), 0)::bigint AS credits',
].join(', ');

/** What each customer or vendor owes or is owed, the largest first; null is what belongs to nobody. */
export function selectAgedParties(
  transaction: Transaction,
  { side, asOf, partyIds }: AgingScope,
): Promise<PartyRow[]> {
  const { party } = SIDES[side];
  const name = party === 'customer' ? 'p.customer' : 'p.name';
  return transaction.query<PartyRow & Record<string, unknown>>(
    `SELECT s.*, ${name} AS name
       FROM (SELECT party_id AS "partyId", ${SUMS}, sum(base_amount) AS total FROM ${AGED(side)} AS f GROUP BY party_id) AS s
       LEFT JOIN ${party} p ON p.workspace_id = $1 AND p.id = s."partyId"
      ORDER BY s.total DESC, ${name} NULLS LAST, s."partyId"`,
    [transaction.workspaceId, asOf, partyIds],
    `aged_${side}`,
  );
}

/** What is open, document by document, the longest overdue first. */
export function selectAgedDocuments(
  transaction: Transaction,
  { side, asOf, partyIds }: AgingScope,
): Promise<AgedDocument[]> {
  return transaction.query<AgedDocument & Record<string, unknown>>(
    `SELECT f.party_id AS "partyId", f.item_id AS "itemId", f.source, f.source_id AS "sourceId",
            coalesce(f.invoice_type, p.kind, f.source) AS type, coalesce(f.invoice_number, p.reference, m.ref_number) AS number,
            coalesce(f.invoice_date, f.first_day) AS date, CASE WHEN f.invoice_type = 'invoice' THEN f.due_date END AS "dueDate",
            greatest(f.overdue, 0) AS "daysOverdue", f.currency, f.amount, f.base_amount AS "baseAmount"
       FROM ${AGED(side)} AS f
       LEFT JOIN payment p ON p.workspace_id = $1 AND p.id = f.item_id
       LEFT JOIN manual_journal m ON m.workspace_id = $1 AND m.id = f.source_id
      ORDER BY f.overdue DESC, f.first_day, f.item_id`,
    [transaction.workspaceId, asOf, partyIds],
    `aged_${side}_documents`,
  );
}
