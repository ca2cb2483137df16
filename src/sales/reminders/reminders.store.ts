import type { PageOfRows } from '../../platform/database/select-page.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Page } from '../../platform/http/list.ts';
import type { SkipReason } from './due-reminders.store.ts';

/** A reminder of an invoice, sent or skipped. */
export interface Reminder {
  readonly id: string;
  readonly ruleId: string;
  readonly daysFromDueDate: number;
  readonly dueOn: string;
  readonly skipped: SkipReason | null;
  readonly mailId: string | null;
  readonly to: readonly string[];
  readonly createdAt: Date;
}

/** One page of what was sent and skipped of an invoice, the newest first. */
export async function selectReminders(
  transaction: Transaction,
  invoiceId: string,
  page: Page,
): Promise<PageOfRows<Reminder>> {
  const rows = await transaction.query<Reminder & Record<string, unknown>>(
    `SELECT m.id, m.rule_id AS "ruleId", m.days_from_due_date AS "daysFromDueDate", m.due_on AS "dueOn", m.skipped,
            m.mail_id AS "mailId", m.created_at AS "createdAt",
            ARRAY(SELECT p.address FROM mail_recipient p
                   WHERE p.workspace_id = m.workspace_id AND p.mail_id = m.mail_id ORDER BY p.position) AS to
       FROM reminder m WHERE m.workspace_id = $1 AND m.invoice_id = $2
      ORDER BY m.due_on DESC, m.skipped NULLS FIRST, m.id DESC LIMIT $3 OFFSET $4`,
    [transaction.workspaceId, invoiceId, page.limit, page.offset],
  );
  const [count] = await transaction.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM reminder WHERE workspace_id = $1 AND invoice_id = $2',
    [transaction.workspaceId, invoiceId],
  );
  return { rows, totalRecords: count!.count };
}

/** Leaves an invoice out of what rules send, or takes it in again: then from that day on. */
export async function storePaused(
  transaction: Transaction,
  invoiceId: string,
  paused: boolean,
  today: string,
): Promise<void> {
  await transaction.query(
    `UPDATE invoice
        SET reminders_paused = $3, updated_at = clock_timestamp(),
            reminders_from = CASE WHEN $3 THEN reminders_from ELSE greatest(reminders_from, $4::date) END
      WHERE workspace_id = $1 AND id = $2`,
    [transaction.workspaceId, invoiceId, paused, today],
  );
}
