import type { PageOfRows } from '../../../platform/database/select-page.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import type { Page } from '../../../platform/http/list.ts';
import { type RunFailure, scheduleTemplate } from '../../../platform/recurrence/make-due-runs.ts';
import type { Occurrence } from '../../../platform/recurrence/schedule.ts';
import type { RunRecord } from './template.schema.ts';

/** An instant as the API writes it. */
const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The runs of a template `t` as JSON objects, out of `recurring_journal_run r`, with the entry as `m` where there is one. */
export const RUN_AS_JSON = `json_build_object(
  'date', r.scheduled_date,
  'status', CASE WHEN r.manual_journal_id IS NULL THEN 'failed'
                 WHEN m.deleted_at IS NULL AND m.id IS NOT NULL THEN 'posted'
                 WHEN EXISTS (SELECT FROM journal_entry_draft d WHERE d.workspace_id = r.workspace_id AND d.id = r.manual_journal_id)
                 THEN 'draft' ELSE 'deleted' END,
  'journalEntryUuid', r.manual_journal_id, 'failure', r.failure, 'createdAt', ${instant('r.created_at')})`;

/** The runs of every template, each with its entry. */
export const RUNS_WITH_ENTRIES = `recurring_journal_run r
  LEFT JOIN manual_journal m ON m.workspace_id = r.workspace_id AND m.id = r.manual_journal_id`;

const RUNS = `
  SELECT r.scheduled_date AS date, ${RUN_AS_JSON} AS run
    FROM ${RUNS_WITH_ENTRIES}
   WHERE r.workspace_id = $1 AND r.template_id = $2
  UNION ALL
  SELECT t.next_date, json_build_object('date', t.next_date, 'status', 'retrying', 'journalEntryUuid', NULL,
                                        'failure', t.failure, 'createdAt', t.failure ->> 'failedAt')
    FROM recurring_journal_template t
   WHERE t.workspace_id = $1 AND t.id = $2 AND t.failure IS NOT NULL`;

/** One page of what became of a template's dates, the newest first; the one that is tried again is among them. */
export async function selectRuns(
  transaction: Transaction,
  templateId: string,
  { limit, offset }: Page,
): Promise<PageOfRows<RunRecord>> {
  const values = [transaction.workspaceId, templateId];
  const [counted] = await transaction.query<{ count: string }>(
    `SELECT count(*)::text AS count FROM (${RUNS}) AS runs`,
    values,
  );
  const rows = await transaction.query<{ run: RunRecord }>(
    `SELECT run FROM (${RUNS}) AS runs ORDER BY date DESC LIMIT $3 OFFSET $4`,
    [...values, limit, offset],
  );
  return { rows: rows.map(({ run }) => run), totalRecords: Number(counted!.count) };
}

/** What became of a date: the entry that was made, or why the date was passed over. */
export type RunOutcome = { readonly journalId: string } | { readonly failure: RunFailure };

/**
 * Notes what became of the date that stood next, and which stands next now. The key of the run makes each scheduled date once.
 *
 * @param next undefined where the schedule has ended
 */
export async function recordRun(
  transaction: Transaction,
  template: { readonly id: string; readonly nextOccurrence: number },
  date: string,
  outcome: RunOutcome,
  next: Occurrence | undefined,
): Promise<void> {
  const { id, nextOccurrence } = template;
  const isPosted = 'journalId' in outcome;
  await transaction.query(
    `INSERT INTO recurring_journal_run (workspace_id, template_id, scheduled_date, manual_journal_id, failure)
     VALUES ($1, $2, $3, $4, $5)`,
    [
      transaction.workspaceId,
      id,
      date,
      isPosted ? outcome.journalId : null,
      isPosted ? null : JSON.stringify(outcome.failure),
    ],
  );
  await transaction.query(
    `UPDATE recurring_journal_template
        SET run_count = run_count + $3, next_occurrence = $4, next_date = $5, failure = NULL, failed_attempts = 0
      WHERE workspace_id = $1 AND id = $2`,
    [transaction.workspaceId, id, isPosted ? 1 : 0, nextOccurrence + 1, next?.date ?? null],
  );
  await scheduleTemplate(transaction, id);
}
