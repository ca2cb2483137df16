import type { Database } from '../../platform/database/database.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { SKIPPED } from './reminder-rule.schema.ts';

const WORKSPACES_A_LOOK = 50;
const INVOICES_A_LOOK = 200;
/** When in the day, where the workspace is, reminders are sent: nobody wants one at midnight. */
const HOUR = '08:00';
/** What fell due so many days ago is not even noted as skipped: that bounds what a look reads. */
const NOTED_FOR = 60;

/** A workspace that is to be looked at. */
export interface DueWorkspace {
  readonly workspaceId: string;
  /** Since when, to tell whether it was asked for anew in the meantime. */
  readonly dueAt: string;
}

/** The workspaces that are to be looked at now, the longest waiting first. */
export function selectDueWorkspaces(database: Database): Promise<DueWorkspace[]> {
  return database.unfenced((transaction) =>
    transaction.query<DueWorkspace & Record<string, unknown>>(
      `SELECT workspace_id AS "workspaceId", due_at::text AS "dueAt" FROM reminder_due
        WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT ${WORKSPACES_A_LOOK}`,
    ),
  );
}

/**
 * Writes when a workspace is looked at next, unless it was asked for anew in the meantime.
 *
 * @param retryIn seconds; undefined where it was looked through whole: the next morning
 */
export async function scheduleNextLook(
  transaction: Transaction,
  dueAt: string,
  retryIn: number | undefined,
): Promise<void> {
  await transaction.query(
    `UPDATE reminder_due d
        SET due_at = coalesce(clock_timestamp() + $3 * interval '1 second',
                              ((workspace_today(b.time_zone, 0) + 1)::timestamp + time '${HOUR}') AT TIME ZONE b.time_zone)
       FROM books b
      WHERE b.workspace_id = $1 AND d.workspace_id = $1 AND d.due_at = $2::timestamptz`,
    [transaction.workspaceId, dueAt, retryIn ?? null],
  );
}

/** Each rule that is due for an invoice which is still to be reminded of, and has not been by it. `$2` is today. */
const DUE = `
    FROM invoice i
    JOIN books b ON b.workspace_id = i.workspace_id
    JOIN reminder_rule r ON r.workspace_id = i.workspace_id AND r.active AND r.deleted_at IS NULL
   WHERE i.workspace_id = $1 AND i.invoice_type = 'invoice' AND NOT i.is_draft AND i.sent_at IS NOT NULL
     AND i.voided_at IS NULL AND i.deleted_at IS NULL AND NOT i.reminders_paused AND i.paid_amount < i.total
     AND i.due_date BETWEEN greatest(r.counts_from, $2::date - ${NOTED_FOR}) - r.days_from_due_date
                        AND $2::date - r.days_from_due_date
     AND i.due_date + r.days_from_due_date
         >= coalesce(i.reminders_from, (i.sent_at AT TIME ZONE b.time_zone)::date + 1)
     AND NOT EXISTS (SELECT FROM reminder m
                      WHERE m.workspace_id = i.workspace_id AND m.invoice_id = i.id AND m.rule_id = r.id)`;

/** The invoices of which a reminder is due, by their ids, from the one after `after` on. */
export async function selectInvoicesToRemindOf(
  transaction: Transaction,
  today: string,
  after: string,
): Promise<string[]> {
  const rows = await transaction.query<{ id: string }>(
    `SELECT DISTINCT i.id ${DUE} AND i.id > $3 ORDER BY i.id LIMIT ${INVOICES_A_LOOK}`,
    [transaction.workspaceId, today, after],
  );
  return rows.map(({ id }) => id);
}

/** A rule that is due for an invoice. */
export interface DueRule {
  readonly id: string;
  readonly daysFromDueDate: number;
  readonly subject: string | null;
  readonly message: string | null;
  readonly attachPdf: boolean;
  readonly personId: string | null;
  readonly dueOn: string;
}

/** The rules that are due for an invoice, the newest day first. */
export function selectDueRules(
  transaction: Transaction,
  invoiceId: string,
  today: string,
): Promise<DueRule[]> {
  return transaction.query<DueRule & Record<string, unknown>>(
    `SELECT r.id, r.days_from_due_date AS "daysFromDueDate", r.subject, r.message, r.attach_pdf AS "attachPdf",
            r.person_id AS "personId", i.due_date + r.days_from_due_date AS "dueOn" ${DUE} AND i.id = $3
      ORDER BY r.days_from_due_date DESC, r.id DESC`,
    [transaction.workspaceId, today, invoiceId],
  );
}

/** Locks an invoice until the transaction ends. @returns false where somebody else has it locked, or it is not there */
export async function lockInvoiceToRemindOf(transaction: Transaction, id: string): Promise<boolean> {
  const rows = await transaction.query(
    'SELECT id FROM invoice WHERE workspace_id = $1 AND id = $2 FOR UPDATE SKIP LOCKED',
    [transaction.workspaceId, id],
  );
  return rows.length > 0;
}

export type SkipReason = (typeof SKIPPED)[number];

/** What came of a rule for an invoice. */
export interface NewReminder {
  readonly id: string;
  readonly rule: DueRule;
  readonly skipped: SkipReason | null;
  readonly mailId: string | null;
}

/** Notes what came of rules for an invoice: each once, by the key of their rows. */
export async function insertReminders(
  transaction: Transaction,
  invoiceId: string,
  reminders: readonly NewReminder[],
): Promise<void> {
  const rows = reminders.map(({ id, rule, skipped, mailId }) => ({
    id,
    rule_id: rule.id,
    days: rule.daysFromDueDate,
    due_on: rule.dueOn,
    skipped,
    mail_id: mailId,
  }));
  await transaction.query(
    `INSERT INTO reminder (workspace_id, invoice_id, rule_id, id, days_from_due_date, due_on, skipped, mail_id)
     SELECT $1, $2, n.rule_id, n.id, n.days, n.due_on, n.skipped, n.mail_id
       FROM json_to_recordset($3) AS n(rule_id uuid, id uuid, days integer, due_on date, skipped text, mail_id uuid)`,
    [transaction.workspaceId, invoiceId, JSON.stringify(rows)],
  );
}
