import { sql } from 'kysely';
import type { Transaction } from '../database/transaction.ts';
import { postponeRun, type RunFailure } from './make-due-runs.ts';
import type { RecurrencePattern, ScheduledRuns } from './schedule.ts';

/** The columns that the tables of all kinds of templates have. */
export interface TemplateRow {
  workspace_id: string;
  id: string;
  written_by: readonly string[];
  pattern: RecurrencePattern;
  recurrence_interval: number;
  in_advance_days: number;
  first_date: string;
  last_date: string | null;
  most_runs: number | null;
  paused: boolean;
  next_occurrence: number;
  next_date: string | null;
  run_count: number;
  failure: RunFailure | null;
  failed_attempts: number;
  person_id: string | null;
  partner_app_id: string | null;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
}

/** What a template of any kind is, without what becomes of it. */
export interface RecurringFields extends ScheduledRuns {
  /** Every person who wrote or changed it, and so what it makes. */
  readonly writtenBy: readonly string[];
}

/** A template of any kind as it stands, without what it makes. */
export interface RecurringTemplate extends RecurringFields {
  readonly id: string;
  /** How many runs were made. */
  readonly runCount: number;
  readonly failure: RunFailure | null;
  readonly failedAttempts: number;
  readonly personId: string | null;
  readonly partnerAppId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The table of templates of one kind. */
export type TemplateTableName = 'recurring_invoice_template' | 'recurring_journal_template';

/** What these columns say. */
export function fromTemplateRow(row: Omit<TemplateRow, 'workspace_id' | 'deleted_at'>): RecurringTemplate {
  return {
    id: row.id,
    writtenBy: row.written_by,
    schedule: {
      pattern: row.pattern,
      interval: row.recurrence_interval,
      firstDate: row.first_date,
      lastDate: row.last_date,
      mostRuns: row.most_runs,
    },
    inAdvanceDays: row.in_advance_days,
    paused: row.paused,
    nextOccurrence: row.next_occurrence,
    nextDate: row.next_date,
    runCount: row.run_count,
    failure: row.failure,
    failedAttempts: row.failed_attempts,
    personId: row.person_id,
    partnerAppId: row.partner_app_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** The same columns of a template that is written or changed: what failed before counts no more. */
export function toTemplateRow({ schedule, ...fields }: RecurringFields) {
  return {
    written_by: fields.writtenBy,
    pattern: schedule.pattern,
    recurrence_interval: schedule.interval,
    in_advance_days: fields.inAdvanceDays,
    first_date: schedule.firstDate,
    last_date: schedule.lastDate,
    most_runs: schedule.mostRuns,
    paused: fields.paused,
    next_occurrence: fields.nextOccurrence,
    next_date: fields.nextDate,
    failure: null,
    failed_attempts: 0,
    updated_at: sql<Date>`clock_timestamp()`,
  };
}

/** Those that only a new one is given. */
export function toNewTemplateRow(
  { workspaceId }: Transaction,
  id: string,
  author: Pick<RecurringTemplate, 'personId' | 'partnerAppId'>,
) {
  return {
    workspace_id: workspaceId!,
    id,
    run_count: 0,
    person_id: author.personId,
    partner_app_id: author.partnerAppId,
    created_at: sql<Date>`clock_timestamp()`,
  };
}

/**
 * Locks a template until the transaction ends. Where `skip`, one that somebody else has locked is not waited for.
 *
 * @returns whether it is there, not deleted, and locked
 */
export async function lockTemplateRow(
  transaction: Transaction,
  table: TemplateTableName,
  id: string,
  { skip = false } = {},
): Promise<boolean> {
  const locked = await transaction.query(
    `SELECT id FROM ${table}
      WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL FOR UPDATE ${skip ? 'SKIP LOCKED' : ''}`,
    [transaction.workspaceId, id],
  );
  return locked.length > 0;
}

/** Notes why the run that stands next failed, and when it is tried again. */
export async function recordFailure(
  transaction: Transaction,
  table: TemplateTableName,
  template: Pick<RecurringTemplate, 'id' | 'failedAttempts'>,
  failure: RunFailure,
): Promise<void> {
  await transaction.query(
    `UPDATE ${table} SET failure = $3, failed_attempts = failed_attempts + 1
      WHERE workspace_id = $1 AND id = $2`,
    [transaction.workspaceId, template.id, JSON.stringify(failure)],
  );
  await postponeRun(transaction, template.id, template.failedAttempts);
}
