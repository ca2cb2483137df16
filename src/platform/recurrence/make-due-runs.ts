import { ApiError, toDatabaseRefusal } from '../../errors.ts';
import type { ChangeContext, DoneChange } from '../change/change.ts';
import { commitChange } from '../change/commit-change.ts';
import type { Database } from '../database/database.ts';
import type { Transaction } from '../database/transaction.ts';
import { isUnavailable } from '../database/unavailable.ts';

const TEMPLATES_A_LOOK = 50;
const FIRST_RETRY = 60;
const LONGEST_RETRY = 6 * 60 * 60;

/** What the makers of all kinds are given. */
export interface MakerOptions {
  readonly database: Database;
  readonly signal: AbortSignal;
  /** Told of each workspace in which something was posted. */
  readonly onMade: (workspaceId: string) => void;
  /** Told of what is not the template's fault. */
  readonly onError: (error: Error) => void;
}

/** Why a run failed. */
export interface RunFailure {
  readonly code: string;
  readonly message: string;
  readonly failedAt: string;
}

export interface FailedRun {
  readonly failure: RunFailure;
  /** The occurrence of the schedule; undefined where it failed before that was known. */
  readonly occurrence: number | undefined;
}

/** Templates of one kind, and how a run of one is made. */
export interface RunKind {
  /** As `recurring_due` names it. */
  readonly kind: 'invoice' | 'journal_entry';
  /**
   * Makes the run that stands next and records it, under the template's lock; throws NotDue where there is none to make.
   *
   * @param tellOccurrence told which occurrence of the schedule is tried, before anything is made
   */
  makeRun(
    transaction: Transaction,
    templateId: string,
    tellOccurrence: (occurrence: number) => void,
  ): Promise<DoneChange<object>>;
  /** Notes that a run failed, in a transaction of its own, while its occurrence still stands next. */
  noteFailure(transaction: Transaction, templateId: string, failed: FailedRun): Promise<void>;
  /** Commits a run: once, unless the kind has a reason to try again. */
  commit?(run: () => Promise<unknown>): Promise<unknown>;
}

/** Thrown where there is nothing to make: another process was quicker, or it is not time yet. */
export class NotDue extends Error {}

/**
 * Makes the runs of all templates of a kind that are due, one after the other, in every workspace, each scheduled date exactly
 * once: the run's row, what it makes and its posting are one transaction. Ends when none is due, or the signal is aborted.
 */
export async function makeDueRuns(
  runs: RunKind,
  { database, signal, onMade, onError }: MakerOptions,
): Promise<void> {
  for (;;) {
    const due = await database.unfenced((transaction) =>
      transaction.query<{ workspace_id: string; template_id: string }>(
        `SELECT workspace_id, template_id FROM recurring_due
          WHERE kind = $1 AND due_at <= clock_timestamp() ORDER BY due_at LIMIT ${TEMPLATES_A_LOOK}`,
        [runs.kind],
      ),
    );
    let made = 0;
    for (const { workspace_id: workspaceId, template_id: templateId } of due) {
      if (signal.aborted) return;
      if (await makeOne(runs, { database, workspaceId, templateId, onError })) {
        made += 1;
        onMade(workspaceId);
      }
    }
    if (made === 0) return;
  }
}

interface DueTemplate extends Pick<MakerOptions, 'database' | 'onError'> {
  readonly workspaceId: string;
  readonly templateId: string;
}

/** @returns whether a run was made */
async function makeOne(
  runs: RunKind,
  { database, workspaceId, templateId, onError }: DueTemplate,
): Promise<boolean> {
  const context: ChangeContext = {
    workspaceId,
    personId: null,
    partnerAppId: null,
    requestId: `recurring-${templateId}`,
    remoteAddress: null,
    statusCode: 200,
    message: '',
  };
  let occurrence: number | undefined;
  const tellOccurrence = (tried: number) => {
    occurrence = tried;
  };
  const run = () =>
    commitChange(database, context, {}, (transaction) =>
      runs.makeRun(transaction, templateId, tellOccurrence),
    );
  try {
    await (runs.commit ?? ((once) => once()))(run);
    return true;
  } catch (error) {
    if (error instanceof NotDue) {
      await database.transaction({ workspaceId }, (transaction) => scheduleTemplate(transaction, templateId));
      return false;
    }
    if (isUnavailable(error)) throw error;
    const refusal = error instanceof ApiError ? error : toDatabaseRefusal(error as { code?: string });
    if (!refusal) onError(error as Error);
    const told = refusal ?? new ApiError('INTERNAL_ERROR');
    const failure = { code: told.code, message: told.message, failedAt: new Date().toISOString() };
    await database.transaction({ workspaceId }, (transaction) =>
      runs.noteFailure(transaction, templateId, { failure, occurrence }),
    );
    return false;
  }
}

/**
 * Whether the run that failed is still to be made. Another process may have made it since, or it was kept all the same and only
 * its answer was lost.
 */
export function isStillNext(
  { nextOccurrence, nextDate }: { readonly nextOccurrence: number; readonly nextDate: string | null },
  { occurrence = nextOccurrence }: FailedRun,
): boolean {
  return nextDate !== null && nextOccurrence === occurrence;
}

/** Writes anew when a template is due, or that it is not: after whoever is at it now. */
export async function scheduleTemplate(transaction: Transaction, templateId: string): Promise<void> {
  await transaction.query('SELECT schedule_recurring($1, $2)', [transaction.workspaceId, templateId]);
}

/**
 * Writes anew when everything of a workspace is due that happens on a day of its own: by its clock and time zone as they stand
 * now. Takes the lock of each template.
 */
export async function scheduleAll(transaction: Transaction): Promise<void> {
  await transaction.query('SELECT schedule_recurring($1, NULL), schedule_reminders($1)', [
    transaction.workspaceId,
  ]);
}

const CLOCK_LOCK = "hashtextextended('test clock ' || $1, 0)";

/**
 * Writes when a template that this transaction makes is due. A move of the test clock does not see it yet and cannot wait for its
 * row: so each waits for the other by a lock on the clock, and the template is due by the clock that stands.
 */
export async function scheduleNewTemplate(transaction: Transaction, templateId: string): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock_shared(${CLOCK_LOCK})`, [transaction.workspaceId]);
  await scheduleTemplate(transaction, templateId);
}

/** Waits for who makes a template, and has others wait: what this transaction then schedules is all there is. */
export async function lockTestClock(transaction: Transaction): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock(${CLOCK_LOCK})`, [transaction.workspaceId]);
}

/**
 * Has a run that failed tried again later: after a minute, then after twice as long each time, up to six hours.
 *
 * @param failedAttempts how often it had failed before
 */
export async function postponeRun(
  transaction: Transaction,
  templateId: string,
  failedAttempts: number,
): Promise<void> {
  await transaction.query(
    `UPDATE recurring_due SET due_at = clock_timestamp() + $3 * interval '1 second'
      WHERE workspace_id = $1 AND template_id = $2`,
    [transaction.workspaceId, templateId, Math.min(FIRST_RETRY * 2 ** failedAttempts, LONGEST_RETRY)],
  );
}
