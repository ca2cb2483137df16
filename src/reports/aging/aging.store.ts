import { liveNumber } from '../../ledger/journal-entries/live-words.ts';
import { toldId } from '../../ledger/merges/index.ts';
import { type Age, ageOf, type OpenItemScope, openItemsAsOf } from '../../ledger/open-items/index.ts';
import { recordsAsOf } from '../../ledger/record-versions/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { LineFilter } from '../filters/line-filter.ts';
import { filteredLines } from '../filters/posted-amounts.ts';

export interface AgingScope extends OpenItemScope {
  readonly filter: LineFilter;
}

/** What is open of one party in one currency and of one age; minor units. */
export interface AgedAmount {
  readonly partyId: string | null;
  readonly currency: string;
  readonly age: Age;
  readonly amount: string;
  readonly baseAmount: string;
}

/** The same with how many items it is made of, and the day of the oldest. */
export interface CountedAmount extends AgedAmount {
  readonly items: number;
  readonly firstDay: string;
}

export interface OpenDocument extends AgedAmount {
  readonly type: string;
  readonly sourceId: string;
  readonly number: string | null;
  readonly date: string;
  readonly dueDate: string;
  readonly daysOverdue: number;
}

/** The open items of the scope as a subquery; an item has a tag where a line of its own has it. */
function itemsOf({ filter, ...scope }: AgingScope, values: unknown[]): string {
  const items = openItemsAsOf(scope, values);
  if (filter.tagIds.length === 0) return items;
  const tagged = filteredLines({ ...filter, customerIds: [], vendorIds: [] }, values);
  return `(SELECT i.* FROM ${items} AS i WHERE i.id IN (SELECT l.open_item_id FROM ${tagged} AS l
            WHERE l.open_item_id IS NOT NULL AND l.basis <> 'cash'))`;
}

const partyOf = (id: string, { control, filter }: AgingScope) =>
  toldId(control === 'receivable' ? 'customer' : 'vendor', id, filter);

/** What is open, by party, currency and age. */
export function selectAgedAmounts(
  transaction: Transaction,
  workspaceId: string,
  scope: AgingScope,
): Promise<CountedAmount[]> {
  const values: unknown[] = [workspaceId];
  const items = itemsOf(scope, values);
  return transaction.query<CountedAmount & Record<string, unknown>>(
    `SELECT ${partyOf('own.party_id', scope)} AS "partyId", own.currency, own.age, sum(own.amount)::text AS amount,
            sum(own.base_amount)::text AS "baseAmount", sum(own.items)::integer AS items, min(own.first_day) AS "firstDay"
       FROM (SELECT o.party_id, o.currency, ${ageOf('o', '$2')} AS age, sum(o.amount) AS amount,
                    sum(o.base_amount) AS base_amount, count(*) AS items, min(o.first_day) AS first_day
               FROM ${items} AS o
              GROUP BY 1, 2, 3) AS own
      GROUP BY 1, 2, 3
      ORDER BY 1, 2, 3`,
    values,
  );
}

/** What is open, document by document, the longest due first. */
export function selectOpenDocuments(
  transaction: Transaction,
  workspaceId: string,
  scope: AgingScope,
  most: number,
): Promise<OpenDocument[]> {
  const values: unknown[] = [workspaceId];
  const items = itemsOf(scope, values);
  return transaction.query<OpenDocument & Record<string, unknown>>(
    `SELECT ${partyOf('o.party_id', scope)} AS "partyId", o.currency, ${ageOf('o', '$2')} AS age, o.amount::text AS amount,
            o.base_amount::text AS "baseAmount", coalesce(i.invoice_type, p.kind, item.source) AS type,
            item.source_id AS "sourceId", ${liveNumber({ invoice: 'i', payment: 'p', journal: 'j' })} AS number,
            o.first_day::text AS date, o.due_day::text AS "dueDate",
            CASE WHEN o.amount > 0 THEN greatest($2::date - o.due_day, 0) ELSE 0 END AS "daysOverdue"
       FROM ${items} AS o
       JOIN open_item item ON item.workspace_id = $1 AND item.id = o.id
       LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = item.source_id
       LEFT JOIN payment p ON p.workspace_id = $1 AND p.id = item.source_id
       LEFT JOIN ${recordsAsOf('manual_journal', scope.throughSeal)} j ON j.workspace_id = $1 AND j.id = item.source_id
      ORDER BY o.due_day, number, o.id
      LIMIT ${most}`,
    values,
  );
}

/**
 * By how much documents of parties were settled up to the day by what other parties paid, as far as those were merged at any
 * time; signed as their items are. No line of theirs says so: an allocation moves it from one item to the other.
 */
export async function selectSettledByOthers(
  transaction: Transaction,
  workspaceId: string,
  { control, asOf, throughSeal }: AgingScope,
): Promise<ReadonlyMap<string, bigint>> {
  const kind = control === 'receivable' ? 'customer' : 'vendor';
  const rows = await transaction.query<{ partyId: string; amount: string }>(
    `SELECT own.${kind}_id AS "partyId",
            sum(CASE WHEN a.from_open_item_id = own.id THEN a.base_amount ELSE -a.base_amount END)::text AS amount
       FROM open_item own
       JOIN allocation a ON a.workspace_id = $1 AND own.id IN (a.from_open_item_id, a.to_open_item_id)
       JOIN open_item f ON f.workspace_id = $1 AND f.id = a.from_open_item_id
       JOIN open_item t ON t.workspace_id = $1 AND t.id = a.to_open_item_id
      WHERE own.workspace_id = $1 AND own.control = $2 AND f.${kind}_id <> t.${kind}_id AND a.effective <= $3::date
        AND own.${kind}_id IN (SELECT unnest(ARRAY[m.merged_id, m.into_id]) FROM record_merge m
                                WHERE m.workspace_id = $1 AND m.kind = '${kind}')
        AND ($4::bigint IS NULL OR EXISTS (SELECT FROM allocation_seal s
              WHERE s.workspace_id = $1 AND s.allocation_id = a.id AND s.number <= $4))
      GROUP BY 1`,
    [workspaceId, control, asOf, throughSeal ?? null],
  );
  return new Map(rows.map(({ partyId, amount }) => [partyId, BigInt(amount)]));
}

/** The names of customers, or vendors, in their order. */
export function selectParties(
  transaction: Transaction,
  workspaceId: string,
  { control, throughSeal }: Pick<OpenItemScope, 'control' | 'throughSeal'>,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const [table, name] =
    control === 'receivable' ? (['customer', 'customer'] as const) : (['vendor', 'name'] as const);
  return transaction.query<{ id: string; name: string }>(
    `SELECT p.id, p.${name} AS name FROM ${recordsAsOf(table, throughSeal)} p
      WHERE p.workspace_id = $1 AND p.id = ANY ($2::uuid[]) ORDER BY p.name_key, p.id`,
    [workspaceId, ids],
    throughSeal === undefined ? `aging_parties_${table}` : undefined,
  );
}

/** The control account that the items are of. */
export async function selectControlAccount(
  transaction: Transaction,
  workspaceId: string,
  control: OpenItemScope['control'],
): Promise<string> {
  const [row] = await transaction.query<{ id: string }>(
    'SELECT id FROM account WHERE workspace_id = $1 AND role = $2',
    [workspaceId, control === 'receivable' ? 'accounts_receivable' : 'accounts_payable'],
    'aging_control_account',
  );
  return row!.id;
}
