import { liveDescription, liveNumber } from '../../ledger/journal-entries/live-words.ts';
import { recordsAsOf } from '../../ledger/record-versions/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
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

/** What joins an account's lines and their entries, and leaves those of the scope; columns of `l` and `e`. */
function linesOfAccount(
  account: Pick<AccountBalance, 'ownIds'>,
  { filter, history }: LedgerScope,
  values: unknown[],
): string {
  return `FROM ${filteredLines(filter, values)} AS l
          JOIN journal_entry e ON e.workspace_id = $1 AND e.effective = l.effective AND e.entry_id = l.entry_id
         WHERE ${isOfAccount('l.account_id', account)} AND l.basis IN ('both', $3) ${history ? '' : `AND ${LIVE}`}`;
}

/** The lines of one account in the period, by date, from the beginning or after a line. */
export function selectLedgerLines(
  transaction: Transaction,
  workspaceId: string,
  account: Pick<AccountBalance, 'ownIds'>,
  scope: LedgerScope,
  { after, limit }: { after: LineKey | undefined; limit: number },
): Promise<LedgerLine[]> {
  const { basis, startDate, endDate, filter } = scope;
  const values: unknown[] = [workspaceId, accountParameter(account), basis, startDate, endDate, limit];
  const lines = linesOfAccount(account, scope, values);
  const [customers, vendors, tags, journals] = (['customer', 'vendor', 'tag', 'manual_journal'] as const).map(
    (table) => recordsAsOf(table, filter.throughSeal),
  );
  const key =
    after && [after.effective, after.entryId, after.lineNumber].map((value) => `$${values.push(value)}`);
  // The day by itself, too, so that an index on it is used.
  const isAfter = key
    ? `AND l.effective >= ${key[0]}::date
       AND (l.effective, l.entry_id, l.line_no) > (${key[0]}::date, ${key[1]}::uuid, ${key[2]}::smallint)`
    : '';
  return transaction.query<LedgerLine & Record<string, unknown>>(
    `SELECT p.effective::text AS effective, p.entry_id AS "entryId", p.line_no AS "lineNumber",
            p.base_amount::text AS "baseAmount", p.amount::text AS amount, p.currency, p.kind, p.source,
            p.source_id AS "sourceId", ${liveNumber({ invoice: 'i', payment: 'pay', journal: 'j' })} AS number,
            ${liveDescription('p', 'j')} AS description,
            coalesce(${filter.merged ? 'mc.customer, c.customer, mv.name, v.name' : 'c.customer, v.name'}) AS party,
            coalesce((SELECT json_agg(json_build_object('uuid', t.id, 'name', t.name) ORDER BY t.name_key)
                        FROM journal_line_tag lt
                        JOIN ${tags} t ON t.workspace_id = $1 AND t.id = lt.tag_id
                       WHERE lt.workspace_id = $1 AND lt.effective = p.effective AND lt.entry_id = p.entry_id
                         AND lt.line_no = p.line_no), '[]') AS tags
       FROM (
         SELECT l.effective, l.entry_id, l.line_no, l.base_amount, l.amount, l.currency, l.customer_id, l.vendor_id,
                e.kind, e.source, e.source_id, e.description
         ${lines} AND l.effective BETWEEN $4 AND $5 ${isAfter}
         ORDER BY l.effective, l.entry_id, l.line_no
         LIMIT $6
       ) AS p
       LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = p.source_id
       LEFT JOIN payment pay ON pay.workspace_id = $1 AND pay.id = p.source_id
       LEFT JOIN ${journals} j ON j.workspace_id = $1 AND j.id = p.source_id
       LEFT JOIN ${customers} c ON c.workspace_id = $1 AND c.id = p.customer_id
       LEFT JOIN ${vendors} v ON v.workspace_id = $1 AND v.id = p.vendor_id
       LEFT JOIN ${customers} mc ON mc.workspace_id = $1 AND mc.id = c.merged_into
       LEFT JOIN ${vendors} mv ON mv.workspace_id = $1 AND mv.id = v.merged_into
      ORDER BY p.effective, p.entry_id, p.line_no`,
    values,
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
  const lines = linesOfAccount(account, scope, values);
  const [row] = await transaction.query<{ movement: string }>(
    `SELECT (coalesce((SELECT sum(p.base_amount) FROM ${amounts} AS p
                        WHERE ${isOfAccount('p.account_id', account)} AND p.basis IN ('both', $3)), 0)
           + coalesce((SELECT sum(l.base_amount) ${lines} AND l.effective >= $7 AND l.effective = $4
                          AND (l.entry_id, l.line_no) <= ($5::uuid, $6::smallint)), 0))::text AS movement`,
    values,
  );
  return BigInt(account.opening) + BigInt(row!.movement);
}
