import { GIVEN_AMOUNT } from '../../ledger/four-eyes/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { MOST_ROWS } from './audit-page.schema.ts';
import {
  type AuditedEntry,
  type AuditScope,
  type Found,
  PERSON,
  selectEntries,
  WITHIN,
} from './audit-page.store.ts';

export interface WatchedEntry extends AuditedEntry {
  /** What is held against the limit, in minor units of the workspace's currency, as text. */
  readonly heldAmount: string;
  readonly writtenBy: { readonly uuid: string; readonly name: string }[];
  readonly secondPerson: boolean;
}

/** Who wrote or changed a document or manual entry; of what is given away, who recorded what it is taken from. */
const WRITERS = `CASE e.source
  WHEN 'invoice' THEN i.written_by
  WHEN 'journal' THEN m.written_by
  ELSE ARRAY(SELECT DISTINCT r.actor
               FROM allocation a
               JOIN journal_entry r ON r.workspace_id = $1 AND r.kind <> 'reversal'
                    AND r.source_id = CASE WHEN a.from_open_item_id = e.source_id THEN a.to_open_item_id ELSE a.from_open_item_id END
              WHERE a.workspace_id = $1 AND e.source_id IN (a.from_open_item_id, a.to_open_item_id) AND r.actor IS NOT NULL)
END`;

/** What of an entry is held against the limit; null where nothing is. */
const HELD = `CASE e.source
  WHEN 'invoice' THEN i.base_total
  WHEN 'journal' THEN (SELECT sum(l.base_amount) FROM journal_line l
                                   WHERE l.workspace_id = $1 AND l.effective = e.effective AND l.entry_id = e.entry_id
                                     AND l.base_amount > 0)
  ELSE ${GIVEN_AMOUNT}
END`;

/** Entries that one person alone may not make, from the limit on. */
export async function selectWatchedEntries(
  transaction: Transaction,
  { startDate, endDate }: AuditScope,
  limit: bigint | null,
): Promise<Found<WatchedEntry>> {
  if (limit === null) return { count: 0, rows: [] };
  return selectEntries<Pick<WatchedEntry, 'heldAmount' | 'writtenBy' | 'secondPerson'>>(
    transaction,
    `e.kind <> 'reversal' AND held.amount >= $4`,
    [transaction.workspaceId, startDate, endDate, limit],
    {
      columns: `, held.amount::text AS "heldAmount", w.names AS "writtenBy", e.actor IS NOT NULL AND e.actor <> ALL (w.ids) AS "secondPerson"`,
      joins: `LEFT JOIN invoice i ON i.workspace_id = $1 AND i.id = e.source_id
              CROSS JOIN LATERAL (SELECT ${HELD} AS amount) AS held
              CROSS JOIN LATERAL (
                SELECT found.ids, (SELECT coalesce(json_agg(json_build_object('uuid', n.id, 'name', n.name) ORDER BY u.place), '[]')
                                     FROM unnest(found.ids) WITH ORDINALITY AS u(id, place) JOIN person n ON n.id = u.id) AS names
                  FROM (SELECT ${WRITERS} AS ids) AS found) AS w`,
    },
  );
}

export interface LimitChange {
  readonly from: string | null;
  readonly to: string | null;
  readonly recordedAt: Date;
  readonly by: AuditedEntry['by'];
}

/** Changes of the limit in the period, the newest first. */
export async function selectLimitChanges(
  transaction: Transaction,
  { startDate, endDate }: AuditScope,
): Promise<Found<LimitChange>> {
  const rows = await transaction.query<LimitChange & { count: number }>(
    `SELECT a.changes #>> '{fourEyesLimit,from}' AS from, a.changes #>> '{fourEyesLimit,to}' AS to,
            a.recorded_at AS "recordedAt", ${PERSON}, count(*) OVER ()::integer AS count
       FROM audit_log a LEFT JOIN person p ON p.id = a.person_id
      WHERE a.workspace_id = $1 AND a.entity_id = $1 AND a.entity_type = 'workspace'
        AND a.changes -> 'fourEyesLimit' IS NOT NULL AND ${WITHIN('a.recorded_at')}
      ORDER BY a.id DESC LIMIT ${MOST_ROWS}`,
    [transaction.workspaceId, startDate, endDate],
  );
  return { count: rows[0]?.count ?? 0, rows: rows.map(({ count: _, ...row }) => row) };
}
