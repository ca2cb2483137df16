import type { Transaction } from '../../platform/database/transaction.ts';

/** When a reminder of each open invoice is sent, and what it says. */
export interface ReminderRule {
  readonly id: string;
  /** Negative: before the due date. */
  readonly daysFromDueDate: number;
  readonly subject: string | null;
  readonly message: string | null;
  readonly active: boolean;
  readonly attachPdf: boolean;
  /** No day before it counts. */
  readonly countsFrom: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const FIELDS = `id, days_from_due_date AS "daysFromDueDate", subject, message, active, attach_pdf AS "attachPdf",
  counts_from AS "countsFrom", created_at AS "createdAt", updated_at AS "updatedAt"`;

/** The rules of the workspace, by their day. Where `lock`, nobody else changes any until the transaction ends. */
export async function loadRules(transaction: Transaction, { lock = false } = {}): Promise<ReminderRule[]> {
  // The books' row, so that two that are made at once are counted; posting takes it FOR KEY SHARE and does not wait.
  if (lock)
    await transaction.query('SELECT FROM books WHERE workspace_id = $1 FOR NO KEY UPDATE', [
      transaction.workspaceId,
    ]);
  return transaction.query<ReminderRule & Record<string, unknown>>(
    `SELECT ${FIELDS} FROM reminder_rule WHERE workspace_id = $1 AND deleted_at IS NULL ORDER BY days_from_due_date, id`,
    [transaction.workspaceId],
  );
}

export type RuleFields = Omit<ReminderRule, 'createdAt' | 'updatedAt'>;

/** Writes a rule, new or changed, and has the workspace looked at. @returns it, as it stands */
export async function storeRule(
  transaction: Transaction,
  rule: RuleFields,
  personId: string,
): Promise<ReminderRule> {
  const [stored] = await transaction.query<ReminderRule & Record<string, unknown>>(
    `INSERT INTO reminder_rule AS r (workspace_id, id, days_from_due_date, subject, message, active, attach_pdf,
                                     counts_from, person_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (workspace_id, id) DO UPDATE
       SET days_from_due_date = excluded.days_from_due_date, subject = excluded.subject, message = excluded.message,
           active = excluded.active, attach_pdf = excluded.attach_pdf, counts_from = excluded.counts_from,
           person_id = excluded.person_id, updated_at = clock_timestamp()
     RETURNING ${FIELDS}`,
    [
      transaction.workspaceId,
      rule.id,
      rule.daysFromDueDate,
      rule.subject,
      rule.message,
      rule.active,
      rule.attachPdf,
      rule.countsFrom,
      personId,
    ],
  );
  await scheduleReminders(transaction);
  return stored!;
}

/** Ends a rule: it sends nothing more, what it has sent stays. */
export async function removeRule(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(
    'UPDATE reminder_rule SET deleted_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2',
    [transaction.workspaceId, id],
  );
  await scheduleReminders(transaction);
}

/** Has the workspace looked at for reminders that are due, once the transaction has committed. */
export async function scheduleReminders(transaction: Transaction): Promise<void> {
  await transaction.query('SELECT schedule_reminders($1)', [transaction.workspaceId]);
}
