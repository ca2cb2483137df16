import type { Transaction } from '../../platform/database/transaction.ts';
import { MOST_ROWS } from './audit-page.schema.ts';

export interface AuditScope {
  readonly startDate: string;
  readonly endDate: string;
  readonly backdatedDays: number;
}

/** An entry as the page tells it. */
export interface AuditedEntry {
  readonly entryUuid: string;
  readonly date: string;
  readonly recordedAt: Date;
  readonly days: number;
  readonly kind: 'original' | 'reversal' | 'opening' | 'late';
  readonly source: string;
  readonly sourceUuid: string;
  readonly description: string | null;
  /** Minor units of the workspace's currency, as text. */
  readonly amount: string;
  readonly by: { readonly uuid: string; readonly name: string } | null;
}

export interface Found<Row> {
  readonly count: number;
  readonly rows: readonly Row[];
}

export const PERSON = `CASE WHEN p.id IS NOT NULL THEN json_build_object('uuid', p.id, 'name', p.name) END AS by`;
const DAYS = `((e.recorded_at AT TIME ZONE b.time_zone)::date - e.effective)`;

/**
 * The newest of the entries that a condition on `journal_entry e` leaves, and how many there are.
 *
 * @param more columns and joins beside those of the entry
 */
export async function selectEntries<More extends object = object>(
  transaction: Transaction,
  condition: string,
  values: readonly unknown[],
  more: { readonly columns?: string; readonly joins?: string } = {},
): Promise<Found<AuditedEntry & More>> {
  const rows = await transaction.query<AuditedEntry & More & { count: number }>(
    `SELECT found.*, (SELECT coalesce(sum(l.base_amount), 0) FROM journal_line l
                       WHERE l.workspace_id = $1 AND l.effective = found.date AND l.entry_id = found."entryUuid"
                         AND l.base_amount > 0 AND l.basis <> 'cash')::text AS amount
       FROM (SELECT e.entry_id AS "entryUuid", e.effective AS date, e.recorded_at AS "recordedAt", ${DAYS} AS days, e.kind,
                    e.source, e.source_id AS "sourceUuid", coalesce(m.description, e.description) AS description, ${PERSON},
                    count(*) OVER ()::integer AS count ${more.columns ?? ''}
               FROM journal_entry e
               JOIN books b ON b.workspace_id = $1
               LEFT JOIN manual_journal m ON m.workspace_id = $1 AND m.id = e.source_id
               LEFT JOIN person p ON p.id = e.actor
               ${more.joins ?? ''}
              WHERE e.workspace_id = $1 AND e.effective BETWEEN $2 AND $3 AND ${condition}
              ORDER BY e.recorded_at DESC, e.entry_id DESC LIMIT ${MOST_ROWS}) AS found
      ORDER BY found."recordedAt" DESC, found."entryUuid" DESC`,
    values,
  );
  return { count: rows[0]?.count ?? 0, rows: rows.map(({ count: _, ...row }) => row as AuditedEntry & More) };
}

/** Entries that were recorded long after their date. */
export function selectBackdated(
  transaction: Transaction,
  { startDate, endDate, backdatedDays }: AuditScope,
): Promise<Found<AuditedEntry>> {
  const values = [transaction.workspaceId, startDate, endDate, backdatedDays];
  return selectEntries(transaction, `${DAYS} > $4`, values);
}

export interface LateEntry extends AuditedEntry {
  readonly bookClosedThroughDate: string;
  readonly closedAt: Date;
  readonly reason: string | null;
}

/** Entries that came after a close of their day, with the newest such close. */
export function selectAfterClose(
  transaction: Transaction,
  { startDate, endDate }: AuditScope,
): Promise<Found<LateEntry>> {
  return selectEntries(transaction, 'true', [transaction.workspaceId, startDate, endDate], {
    columns: ', c.through AS "bookClosedThroughDate", c.recorded_at AS "closedAt", why.reason',
    // A close seals everything first, so what came after it has a later seal, or none yet.
    joins: `LEFT JOIN entry_seal s ON s.workspace_id = $1 AND s.effective = e.effective AND s.entry_id = e.entry_id
            JOIN LATERAL (SELECT c.through, c.recorded_at FROM book_closing c
                           WHERE c.workspace_id = $1 AND c.action = 'close' AND c.through >= e.effective
                             AND (s.number IS NULL OR s.number > c.seal_number)
                           ORDER BY c.recorded_at DESC LIMIT 1) AS c ON true
            LEFT JOIN LATERAL (SELECT g.changes #>> '{reason,to}' AS reason FROM audit_log g
                                WHERE e.source = 'journal' AND g.workspace_id = $1 AND g.entity_id = e.source_id
                                  AND g.request_id = e.request_id
                                ORDER BY g.id DESC LIMIT 1) AS why ON true`,
  });
}

/** Manual entries with lines on receivables or payables: those that made open items of their own. */
export function selectManualOnControlAccounts(
  transaction: Transaction,
  { startDate, endDate }: AuditScope,
): Promise<Found<AuditedEntry>> {
  const condition = `e.source = 'journal' AND EXISTS (
    SELECT FROM journal_line l WHERE l.workspace_id = $1 AND l.effective = e.effective AND l.entry_id = e.entry_id
       AND l.open_item_id IS NOT NULL)`;
  return selectEntries(transaction, condition, [transaction.workspaceId, startDate, endDate]);
}

export interface MissingNumber {
  readonly series: string;
  readonly number: string;
  readonly documentUuid: string;
  readonly reason: string;
  readonly recordedAt: Date;
  readonly by: AuditedEntry['by'];
}

/** Whether an instant is in the period, in the workspace's time zone. */
export const WITHIN = (column: string) =>
  `(${column} AT TIME ZONE (SELECT time_zone FROM books WHERE workspace_id = $1))::date BETWEEN $2 AND $3`;

/** Numbers that no document of the books has any more. */
export async function selectMissingNumbers(
  transaction: Transaction,
  { startDate, endDate }: AuditScope,
): Promise<Found<MissingNumber>> {
  const rows = await transaction.query<MissingNumber & { count: number }>(
    `SELECT r.series, r.number, r.document_id AS "documentUuid", r.reason, r.recorded_at AS "recordedAt", ${PERSON},
            count(*) OVER ()::integer AS count
       FROM number_register r LEFT JOIN person p ON p.id = r.person_id
      WHERE r.workspace_id = $1 AND ${WITHIN('r.recorded_at')}
      ORDER BY r.recorded_at DESC, r.number DESC LIMIT ${MOST_ROWS}`,
    [transaction.workspaceId, startDate, endDate],
  );
  return { count: rows[0]?.count ?? 0, rows: rows.map(({ count: _, ...row }) => row) };
}

export interface MasterDataChange {
  readonly entity: string;
  readonly entityUuid: string;
  readonly action: string;
  readonly changes: Record<string, unknown> | null;
  readonly recordedAt: Date;
  readonly by: AuditedEntry['by'];
  readonly via: string | null;
}

const MASTER_DATA = [
  'account',
  'tax',
  'exchange_rate',
  'workspace',
  'opening_balance',
  'invoice_template',
  'membership',
];

/** Changes of what the books rest on. */
export async function selectMasterDataChanges(
  transaction: Transaction,
  { startDate, endDate }: AuditScope,
): Promise<Found<MasterDataChange>> {
  const rows = await transaction.query<MasterDataChange & { count: number }>(
    `SELECT a.entity_type AS entity, a.entity_id AS "entityUuid", a.action, a.changes, a.recorded_at AS "recordedAt", ${PERSON}, a.via,
            count(*) OVER ()::integer AS count
       FROM audit_log a LEFT JOIN person p ON p.id = a.person_id
      WHERE a.workspace_id = $1 AND a.entity_type = ANY ($4) AND ${WITHIN('a.recorded_at')}
      ORDER BY a.id DESC LIMIT ${MOST_ROWS}`,
    [transaction.workspaceId, startDate, endDate, MASTER_DATA],
  );
  return { count: rows[0]?.count ?? 0, rows: rows.map(({ count: _, ...row }) => row) };
}
