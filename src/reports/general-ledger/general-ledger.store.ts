import { liveDescription, liveNumber } from '../../ledger/journal-entries/live-words.ts';
import { recordsAsOf } from '../../ledger/record-versions/index.ts';
import { type FetchRows, openCursor } from '../../platform/database/open-cursor.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { withoutLoops } from '../../platform/database/without-loops.ts';
import type { LineFilter } from '../filters/line-filter.ts';
import { filteredLines, postedAmounts } from '../filters/posted-amounts.ts';
import {
  type AccountBalance,
  type BalanceScope,
  selectBalances,
} from '../trial-balance/trial-balance.store.ts';
import type { LineKey } from './ledger-cursor.ts';

export interface LedgerScope extends BalanceScope {
  /** Whether entries are shown that were taken back on their own day, and what took them back. */
  readonly history: boolean;
}

export interface LedgerLine {
  readonly effective: string;
  readonly entryId: string;
  readonly lineNumber: number;
  readonly baseAmount: string;
  readonly amount: string;
  readonly currency: string;
  readonly kind: string;
  readonly source: string;
  readonly sourceId: string;
  readonly number: string | null;
  readonly description: string | null;
  readonly party: string | null;
  readonly tags: readonly { readonly uuid: string; readonly name: string }[];
}

/** Every account of the trial balance that has an opening balance or lines in the period, in the order of the chart. */
export async function selectLedgerAccounts(
  transaction: Transaction,
  workspaceId: string,
  scope: LedgerScope,
): Promise<AccountBalance[]> {
  const balances = await selectBalances(transaction, workspaceId, scope);
  return balances.filter(({ ownIds, opening }) => ownIds.length > 0 || opening !== '0');
}

/** Leaves out what was taken back on its own day, and what took it back: together they are nothing. */
const LIVE = `
  NOT EXISTS (SELECT FROM journal_entry r WHERE r.workspace_id = $1 AND r.reverses_entry_id = e.entry_id
                 AND r.effective = e.effective)
  AND NOT (e.kind = 'reversal' AND EXISTS (SELECT FROM journal_entry o WHERE o.workspace_id = $1
                 AND o.effective = e.effective AND o.entry_id = e.reverses_entry_id))`;

/**
 * The condition on the accounts whose lines are told under one. Of one account by itself it lets the index give the lines
 * in their order, which no list does.
 *
 * @param column their id; `$2` is `accountParameter` of them
 */
const isOfAccount = (column: string, { ownIds }: Pick<AccountBalance, 'ownIds'>) =>
  ownIds.length === 1 ? `${column} = $2` : `${column} = ANY ($2::uuid[])`;

const accountParameter = ({ ownIds }: Pick<AccountBalance, 'ownIds'>) =>
  ownIds.length === 1 ? ownIds[0] : ownIds;

/** What joins lines of accounts and their entries, and leaves those of the scope; columns of `l` and `e`. */
function linesOfAccounts(
  isOfAccounts: string,
  { filter, history }: Pick<LedgerScope, 'filter' | 'history'>,
  values: unknown[],
): string {
  return `FROM ${filteredLines(filter, values)} AS l
          JOIN journal_entry e ON e.workspace_id = $1 AND e.effective = l.effective AND e.entry_id = l.entry_id
         WHERE ${isOfAccounts} AND l.basis IN ('both', $3) ${history ? '' : `AND ${LIVE}`}`;
}

interface Told {
  /** Lines with their entries, as `linesOfAccounts` joins them, and in which order they are told. */
  readonly lines: string;
  readonly order: string;
  readonly place?: { readonly column: string; readonly join: string };
}

/** The query of what is told of lines. */
function tellLines({ lines, order, place }: Told, { merged, throughSeal }: LineFilter): string {
  const [customers, vendors, tags, journals] = (['customer', 'vendor', 'tag', 'manual_journal'] as const).map(
    (table) => recordsAsOf(table, throughSeal),
  );
  return `
     SELECT p.effective::text AS effective, p.entry_id AS "entryId", p.line_no AS "lineNumber",
            p.base_amount::text AS "baseAmount", p.amount::text AS amount, p.currency, p.kind, p.source,
            p.source_id AS "sourceId", ${liveNumber({ invoice: 'i', payment: 'pay', journal: 'j' })} AS number,
            ${liveDescription('p', 'j')} AS description,
            coalesce(${merged ? 'mc.customer, c.customer, mv.name, v.name' : 'c.customer, v.name'}) AS party,
            coalesce((SELECT json_agg(json_build_object('uuid', t.id, 'name', t.name) ORDER BY t.name_key)
                        FROM journal_line_tag lt
                        JOIN ${tags} t ON t.workspace_id = $1 AND t.id = lt.tag_id
                       WHERE lt.workspace_id = $1 AND lt.effective = p.effective AND lt.entry_id = p.entry_id
                         AND lt.line_no = p.line_no), '[]') AS tags ${place ? `, ${place.column}` : ''}
       FROM (
         SELECT l.account_id, l.effective, l.entry_id, l.line_no, l.base_amount, l.amount, l.currency, l.customer_id,
                l.vendor_id, e.kind, e.source, e.source_id, e.description
         ${lines}
       ) AS p ${place?.join ?? ''}
       LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = p.source_id
       LEFT JOIN payment pay ON pay.workspace_id = $1 AND pay.id = p.source_id
       LEFT JOIN ${journals} j ON j.workspace_id = $1 AND j.id = p.source_id
       LEFT JOIN ${customers} c ON c.workspace_id = $1 AND c.id = p.customer_id
       LEFT JOIN ${vendors} v ON v.workspace_id = $1 AND v.id = p.vendor_id
       LEFT JOIN ${customers} mc ON mc.workspace_id = $1 AND mc.id = c.merged_into
       LEFT JOIN ${vendors} mv ON mv.workspace_id = $1 AND mv.id = v.merged_into
      ORDER BY ${order}`;
}

/** The lines of one account in the period, by date, from the beginning or after a line. */
export function selectLedgerLines(
  transaction: Transaction,
  workspaceId: string,
  account: Pick<AccountBalance, 'ownIds'>,
  scope: LedgerScope,
  { after, limit }: { after: LineKey | undefined; limit: number },
): Promise<LedgerLine[]> {
  const { basis, startDate, endDate } = scope;
  const values: unknown[] = [workspaceId, accountParameter(account), basis, startDate, endDate, limit];
  const lines = linesOfAccounts(isOfAccount('l.account_id', account), scope, values);
  const key =
    after && [after.effective, after.entryId, after.lineNumber].map((value) => `$${values.push(value)}`);
  // The day by itself, too, so that an index on it is used.
  const isAfter = key
    ? `AND l.effective >= ${key[0]}::date
       AND (l.effective, l.entry_id, l.line_no) > (${key[0]}::date, ${key[1]}::uuid, ${key[2]}::smallint)`
    : '';
  const page = `${lines} AND l.effective BETWEEN $4 AND $5 ${isAfter}
         ORDER BY l.effective, l.entry_id, l.line_no
         LIMIT $6`;
  const told = { lines: page, order: 'p.effective, p.entry_id, p.line_no' };
  return transaction.query<LedgerLine & Record<string, unknown>>(tellLines(told, scope.filter), values);
}

/** A line of one of several accounts. */
export type PlacedLine = LedgerLine & { readonly place: number };

/**
 * All lines of several accounts in the period, account after account, to be fetched some at a time: what narrows them is
 * looked up once for all of them. `place` says which of the accounts a line is told under.
 */
export function openLedgerLines(
  transaction: Transaction,
  workspaceId: string,
  accounts: readonly Pick<AccountBalance, 'ownIds'>[],
  scope: LedgerScope,
): Promise<FetchRows<PlacedLine>> {
  const { basis, startDate, endDate } = scope;
  const own = accounts.flatMap(({ ownIds }, place) => ownIds.map((id) => ({ id, place })));
  const values: unknown[] = [workspaceId, own.map(({ id }) => id), basis, startDate, endDate];
  const places = `$${values.push(own.map(({ place }) => place))}`;
  const lines = linesOfAccounts('l.account_id = ANY ($2::uuid[])', scope, values);
  const text = tellLines(
    {
      lines: `${lines} AND l.effective BETWEEN $4 AND $5`,
      order: 'o.place, p.effective, p.entry_id, p.line_no',
      place: {
        column: 'o.place',
        join: `JOIN unnest($2::uuid[], ${places}::integer[]) AS o(own_id, place) ON o.own_id = p.account_id`,
      },
    },
    scope.filter,
  );
  return withoutLoops(transaction, () =>
    openCursor<PlacedLine & Record<string, unknown>>(transaction, 'ledger_lines', text, values),
  );
}

/** The balance of an account after a line: its opening, with whole days from the totals and the line's own day from the lines. */
export async function selectBalanceAfter(
  transaction: Transaction,
  workspaceId: string,
  account: Pick<AccountBalance, 'ownIds' | 'opening'>,
  key: LineKey,
  scope: LedgerScope,
): Promise<bigint> {
  const { effective, entryId, lineNumber } = key;
  const values: unknown[] = [
    ...[workspaceId, accountParameter(account), scope.basis],
    ...[effective, entryId, lineNumber, scope.startDate],
  ];
  const amounts = postedAmounts(scope.filter, { first: '$7::date', last: '($4::date - 1)' }, values);
  const lines = linesOfAccounts(isOfAccount('l.account_id', account), scope, values);
  const [row] = await transaction.query<{ movement: string }>(
    `SELECT (coalesce((SELECT sum(p.base_amount) FROM ${amounts} AS p
                        WHERE ${isOfAccount('p.account_id', account)} AND p.basis IN ('both', $3)), 0)
           + coalesce((SELECT sum(l.base_amount) ${lines} AND l.effective >= $7 AND l.effective = $4
                          AND (l.entry_id, l.line_no) <= ($5::uuid, $6::smallint)), 0))::text AS movement`,
    values,
  );
  return BigInt(account.opening) + BigInt(row!.movement);
}
