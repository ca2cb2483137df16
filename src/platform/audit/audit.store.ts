import { queryBuilder } from '../database/query-builder.ts';
import { type PageOfRows, selectPage } from '../database/select-page.ts';
import type { Transaction } from '../database/transaction.ts';
import type { Page } from '../http/list.ts';
import type { AuditRow } from './audit.schema.ts';

interface Tables {
  audit_log: {
    workspace_id: string;
    id: string;
    recorded_at: Date;
    action: string;
    entity_id: string;
    changes: AuditRow['changes'];
    person_id: string | null;
    partner_app_id: string | null;
    request_id: string;
    remote_address: string | null;
    via: AuditRow['via'];
  };
  person: { id: string; name: string };
  partner_app: { id: string; name: string };
}

const builder = queryBuilder<Tables>();

/** One page of what was done to a record, the newest first. */
export async function selectAuditLog(
  transaction: Transaction,
  entityId: string,
  page: Page,
): Promise<PageOfRows<AuditRow>> {
  const log = builder
    .selectFrom('audit_log as a')
    .leftJoin('person as p', 'p.id', 'a.person_id')
    .leftJoin('partner_app as x', 'x.id', 'a.partner_app_id')
    .where('a.workspace_id', '=', transaction.workspaceId!)
    .where('a.entity_id', '=', entityId)
    .select([
      'a.id',
      'a.action',
      'a.recorded_at',
      'a.changes',
      'a.request_id',
      'a.remote_address',
      'a.via',
      'p.id as person_id',
      'p.name as person_name',
      'x.id as app_id',
      'x.name as app_name',
    ])
    .orderBy('a.id', 'desc');
  const { rows, totalRecords } = await selectPage(transaction, log, page);
  return {
    totalRecords,
    rows: rows.map((row) => ({
      id: row.id,
      action: row.action,
      recordedAt: row.recorded_at.toISOString(),
      person: row.person_id === null ? null : { uuid: row.person_id, name: row.person_name! },
      partnerApp: row.app_id === null ? null : { uuid: row.app_id, name: row.app_name! },
      changes: row.changes,
      requestId: row.request_id,
      remoteAddress: row.remote_address,
      via: row.via,
    })),
  };
}
