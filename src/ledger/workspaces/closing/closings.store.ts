import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../../platform/database/transaction.ts';
import type { Page } from '../../../platform/http/list.ts';
import { selectChainState } from '../../seals/chain-heads.store.ts';
import { sealAll } from '../../seals/seal-all.ts';
import type { HashReports, ReportHash } from './report-hash.ts';

export interface NewClosing {
  readonly through: string | null;
  readonly previous: string | null;
  readonly reason: string | null;
  readonly personId: string;
  readonly partnerAppId: string;
  readonly requestId: string;
}

export interface ClosingRow {
  readonly id: string;
  readonly action: 'close' | 'reopen';
  readonly through: string | null;
  readonly previous: string | null;
  readonly reason: string | null;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly sealNumber: number;
  readonly sealHash: string;
  readonly stale: boolean;
  readonly reports: readonly ReportHash[] | null;
  readonly recordedAt: Date;
}

/** Whether a person may close and reopen the books of the transaction's workspace. */
export async function isOwner(transaction: Transaction, personId: string): Promise<boolean> {
  const rows = await transaction.query(
    `SELECT role FROM membership WHERE workspace_id = $1 AND person_id = $2 AND role = 'owner'`,
    [transaction.workspaceId, personId],
  );
  return rows.length > 0;
}

/** Seals all that is posted, then records the closing or reopening. The books must be locked. */
export async function closeBooks(
  transaction: Transaction,
  hashReports: HashReports,
  closing: NewClosing,
): Promise<void> {
  const { through, previous } = closing;
  await sealAll(transaction);
  const closes = through !== null && (previous === null || through > previous);
  const { number } = await selectChainState(transaction, transaction.workspaceId!);
  const reports = closes ? await hashReports(transaction, through, Number(number)) : null;
  await transaction.query(
    `INSERT INTO book_closing (workspace_id, id, action, through, previous, reason, person_id, partner_app_id, request_id,
                               report_hashes, report_format, seal_number, seal_hash)
     SELECT h.workspace_id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, h.number, h.hash FROM chain_head h WHERE h.workspace_id = $1`,
    [
      transaction.workspaceId,
      uuidv7(),
      closes ? 'close' : 'reopen',
      through,
      previous,
      closing.reason,
      closing.personId,
      closing.partnerAppId,
      closing.requestId,
      reports && JSON.stringify(reports.hashes),
      reports?.format ?? null,
    ],
  );
}

/** A close that nothing undid since, with the hashes of its reports. */
export interface StandingClose {
  readonly id: string;
  readonly through: string;
  readonly sealNumber: number;
  readonly reports: readonly ReportHash[];
}

/** The closes that stand and whose reports were written in a format; earlier ones tell none, since there was no history of records. */
export function selectStandingCloses(transaction: Transaction, format: number): Promise<StandingClose[]> {
  return transaction.query<StandingClose & Record<string, unknown>>(
    `SELECT c.id, c.through::text AS through, c.seal_number::float8 AS "sealNumber", c.report_hashes AS reports
       FROM book_closing c
      WHERE c.workspace_id = $1 AND c.action = 'close' AND c.report_format = $2
        AND NOT EXISTS (SELECT FROM book_closing r
                         WHERE r.workspace_id = $1 AND r.action = 'reopen' AND (r.recorded_at, r.id) > (c.recorded_at, c.id)
                           AND (r.through IS NULL OR r.through < c.through))
      ORDER BY c.recorded_at, c.id`,
    [transaction.workspaceId, format],
  );
}

/** The history of closings, the newest first. */
export async function selectClosings(transaction: Transaction, page: Page) {
  const { workspaceId } = transaction;
  const rows = await transaction.query<ClosingRow>(
    `SELECT c.id, c.action, c.through, c.previous, c.reason, c.person_id AS "personId", p.name AS "personName",
            c.seal_number::float8 AS "sealNumber", encode(c.seal_hash, 'hex') AS "sealHash",
            c.recorded_at AS "recordedAt", c.report_hashes AS reports,
            c.action = 'close' AND (
              EXISTS (SELECT FROM entry_seal s
                       WHERE s.workspace_id = c.workspace_id AND s.number > c.seal_number AND s.effective <= c.through)
              OR EXISTS (SELECT FROM unsealed_entry u
                          WHERE u.workspace_id = c.workspace_id AND u.effective <= c.through)) AS stale
       FROM book_closing c LEFT JOIN person p ON p.id = c.person_id
      WHERE c.workspace_id = $1
      ORDER BY c.recorded_at DESC, c.id DESC LIMIT $2 OFFSET $3`,
    [workspaceId, page.limit, page.offset],
  );
  const [total] = await transaction.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM book_closing WHERE workspace_id = $1',
    [workspaceId],
  );
  return { rows, totalRecords: total!.count };
}
