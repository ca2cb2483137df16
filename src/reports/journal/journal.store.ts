import type { AccountType } from '../../ledger/accounts/catalogue/account-types.ts';
import { liveDescription, liveNumber } from '../../ledger/journal-entries/live-words.ts';
import { recordsAsOf } from '../../ledger/record-versions/index.ts';
import { type FetchRows, openCursor } from '../../platform/database/open-cursor.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { withoutLoops } from '../../platform/database/without-loops.ts';
import type { Basis } from '../filters/filter-fields.ts';
import type { LineFilter } from '../filters/line-filter.ts';
import { filteredLines } from '../filters/posted-amounts.ts';
import type { EntryKey } from './journal-cursor.ts';

export interface JournalScope {
  readonly startDate: string;
  readonly endDate: string;
  readonly basis: Basis;
  readonly source: string | null;
  readonly kind: string | null;
  readonly filter: LineFilter;
}

export interface EntryRow extends EntryKey {
  readonly kind: string;
  readonly source: string;
  readonly sourceId: string;
  readonly number: string | null;
  readonly description: string | null;
  readonly recordedAt: Date;
  readonly reversesEntryId: string | null;
  readonly reversedByEntryId: string | null;
  readonly sealNumber: string | null;
}

/** A line of an entry; signed, debit positive. */
export interface LineRow extends EntryKey {
  readonly lineNumber: number;
  readonly accountId: string;
  readonly accountNumber: string | null;
  readonly accountName: string;
  readonly type: AccountType;
  readonly party: string | null;
  readonly tags: readonly { readonly uuid: string; readonly name: string }[];
  readonly baseAmount: string;
  readonly amount: string;
  readonly currency: string;
}

/**
 * The entries of the period that have a line which the filters leave, as `FROM ... WHERE ...`; columns of `e`. An account is
 * looked for by its own index, everything else in the period alone.
 */
function entriesOfScope(scope: JournalScope, values: unknown[]): string {
  const { startDate, endDate, basis, source, kind, filter } = scope;
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const conditions = [`e.effective BETWEEN ${parameter(startDate)}::date AND ${parameter(endDate)}::date`];
  if (source !== null) conditions.push(`e.source = ${parameter(source)}`);
  if (kind !== null) conditions.push(`e.kind = ${parameter(kind)}`);
  const accounts =
    filter.accountIds.length === 0 ? '' : `AND l.account_id = ANY (${parameter(filter.accountIds)}::uuid[])`;
  return `FROM journal_entry e
         WHERE e.workspace_id = $1 AND ${conditions.join(' AND ')}
           AND EXISTS (SELECT FROM ${filteredLines(filter, values)} AS l
                        WHERE l.effective = e.effective AND l.entry_id = e.entry_id
                          AND l.basis IN ('both', ${parameter(basis)}) ${accounts})`;
}

/** The lines of tags, and those up to a seal, are joined with all entries of the period; the others are looked for entry by entry. */
function readScope<T>(
  transaction: Transaction,
  { filter }: JournalScope,
  read: () => Promise<T>,
): Promise<T> {
  const isJoined = filter.tagIds.length > 0 || filter.throughSeal !== undefined;
  return isJoined ? withoutLoops(transaction, read) : read();
}

/** The query of the entries of a scope in their order, or of one page of them. */
function entriesInOrder(
  workspaceId: string,
  scope: JournalScope,
  page?: { readonly after: EntryKey | undefined; readonly limit: number },
): { text: string; values: unknown[] } {
  const values: unknown[] = [workspaceId];
  const entries = entriesOfScope(scope, values);
  const parameter = (value: unknown) => `$${values.push(value)}`;
  // The day by itself, too, so that an index on it is used.
  const isAfter = (day: string, id: string) =>
    `AND e.effective >= ${day}::date AND (e.effective, e.entry_id) > (${day}::date, ${id}::uuid)`;
  const { throughSeal } = scope.filter;
  const after = page?.after;
  const rest = after ? isAfter(parameter(after.effective), parameter(after.entryId)) : '';
  const ofPage = page ? `${rest} ORDER BY e.effective, e.entry_id LIMIT ${parameter(page.limit)}` : '';
  const text = `
     SELECT p.effective::text AS effective, p.entry_id AS "entryId", p.kind, p.source, p.source_id AS "sourceId",
            ${liveNumber({ invoice: 'i', payment: 'pay', journal: 'j' })} AS number,
            ${liveDescription('p', 'j')} AS description,
            p.recorded_at AS "recordedAt", p.reverses_entry_id AS "reversesEntryId",
            ${throughSeal === undefined ? 'r.entry_id' : `CASE WHEN rs.number <= ${throughSeal} THEN r.entry_id END`} AS "reversedByEntryId",
            s.number::text AS "sealNumber"
       FROM (SELECT e.* ${entries} ${ofPage}) AS p
       LEFT JOIN journal_entry r ON r.workspace_id = $1 AND r.reverses_entry_id = p.entry_id
       ${throughSeal === undefined ? '' : 'LEFT JOIN entry_seal rs ON rs.workspace_id = $1 AND rs.effective = r.effective AND rs.entry_id = r.entry_id'}
       LEFT JOIN entry_seal s ON s.workspace_id = $1 AND s.effective = p.effective AND s.entry_id = p.entry_id
       LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = p.source_id
       LEFT JOIN payment pay ON pay.workspace_id = $1 AND pay.id = p.source_id
       LEFT JOIN ${recordsAsOf('manual_journal', throughSeal)} j ON j.workspace_id = $1 AND j.id = p.source_id
      ORDER BY p.effective, p.entry_id`;
  return { text, values };
}

/** The entries of one page, from the beginning or after an entry. */
export function selectEntries(
  transaction: Transaction,
  workspaceId: string,
  scope: JournalScope,
  page: { readonly after: EntryKey | undefined; readonly limit: number },
): Promise<EntryRow[]> {
  const { text, values } = entriesInOrder(workspaceId, scope, page);
  return readScope(transaction, scope, () =>
    transaction.query<EntryRow & Record<string, unknown>>(text, values),
  );
}

/** All entries of a scope in their order, to be fetched some at a time: what is joined with the whole period is joined once. */
export function openEntries(
  transaction: Transaction,
  workspaceId: string,
  scope: JournalScope,
): Promise<FetchRows<EntryRow>> {
  const { text, values } = entriesInOrder(workspaceId, scope);
  return readScope(transaction, scope, () =>
    openCursor<EntryRow & Record<string, unknown>>(transaction, 'journal_entries', text, values),
  );
}

/** All lines of some entries that stand in one book. */
export function selectLinesOfEntries(
  transaction: Transaction,
  workspaceId: string,
  { basis, filter }: Pick<JournalScope, 'basis' | 'filter'>,
  entries: readonly EntryKey[],
): Promise<LineRow[]> {
  const { merged, throughSeal } = filter;
  const accounts = recordsAsOf('account', throughSeal);
  const customers = recordsAsOf('customer', throughSeal);
  const vendors = recordsAsOf('vendor', throughSeal);
  return transaction.query<LineRow & Record<string, unknown>>(
    `SELECT l.effective::text AS effective, l.entry_id AS "entryId", l.line_no AS "lineNumber", a.id AS "accountId",
            a.account_number AS "accountNumber", a.name AS "accountName", a.type, coalesce(mc.customer, c.customer, mv.name, v.name) AS party,
            coalesce((SELECT json_agg(json_build_object('uuid', t.id, 'name', t.name) ORDER BY t.name_key)
                        FROM journal_line_tag lt
                        JOIN ${recordsAsOf('tag', throughSeal)} t ON t.workspace_id = $1 AND t.id = lt.tag_id
                       WHERE lt.workspace_id = $1 AND lt.effective = l.effective AND lt.entry_id = l.entry_id
                         AND lt.line_no = l.line_no), '[]') AS tags,
            l.base_amount::text AS "baseAmount", l.amount::text AS amount, l.currency
       FROM unnest($3::date[], $4::uuid[]) AS p(effective, entry_id)
      CROSS JOIN LATERAL (SELECT * FROM journal_line l
                           WHERE l.workspace_id = $1 AND l.effective = p.effective AND l.entry_id = p.entry_id
                             AND l.basis IN ('both', $2)
                          OFFSET 0) AS l
       JOIN ${accounts} own ON own.workspace_id = $1 AND own.id = l.account_id
       JOIN ${accounts} a ON a.workspace_id = $1 AND a.id = CASE WHEN $5 AND own.merged_into IS NOT NULL THEN own.merged_into ELSE own.id END
       LEFT JOIN ${customers} c ON c.workspace_id = $1 AND c.id = l.customer_id
       LEFT JOIN ${vendors} v ON v.workspace_id = $1 AND v.id = l.vendor_id
       LEFT JOIN ${customers} mc ON $5 AND mc.workspace_id = $1 AND mc.id = c.merged_into
       LEFT JOIN ${vendors} mv ON $5 AND mv.workspace_id = $1 AND mv.id = v.merged_into
      ORDER BY l.effective, l.entry_id, l.line_no`,
    [
      workspaceId,
      basis,
      entries.map(({ effective }) => effective),
      entries.map(({ entryId }) => entryId),
      merged,
    ],
    throughSeal === undefined ? 'journal_report_lines' : undefined,
  );
}

/** How many entries are in scope, and what all their lines come to. */
export async function selectJournalTotals(
  transaction: Transaction,
  workspaceId: string,
  scope: JournalScope,
): Promise<{ entries: number; debit: string; credit: string }> {
  const values: unknown[] = [workspaceId];
  const entries = entriesOfScope(scope, values);
  const basis = `$${values.push(scope.basis)}`;
  const [first, last] = [`$${values.push(scope.startDate)}`, `$${values.push(scope.endDate)}`];
  const select = `
     WITH entry AS MATERIALIZED (SELECT e.effective, e.entry_id ${entries})
     SELECT (SELECT count(*)::int FROM entry) AS entries,
            coalesce(sum(l.base_amount) FILTER (WHERE l.base_amount > 0), 0)::text AS debit,
            coalesce(-sum(l.base_amount) FILTER (WHERE l.base_amount < 0), 0)::text AS credit
       FROM journal_line l
       JOIN entry ON entry.effective = l.effective AND entry.entry_id = l.entry_id
      WHERE l.workspace_id = $1 AND l.effective BETWEEN ${first}::date AND ${last}::date AND l.basis IN ('both', ${basis})`;
  const [row] = await readScope(transaction, scope, () =>
    transaction.query<{ entries: number; debit: string; credit: string }>(select, values),
  );
  return row!;
}
