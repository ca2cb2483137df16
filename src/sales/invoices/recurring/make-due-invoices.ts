import { ApiError } from '../../../errors.ts';
import { withWriter } from '../../../ledger/four-eyes/index.ts';
import { readToday } from '../../../ledger/workspaces/today.ts';
import type { ChangeContext, DoneChange } from '../../../platform/change/change.ts';
import { commitChange } from '../../../platform/change/commit-change.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { isUnavailable } from '../../../platform/database/unavailable.ts';
import { addDays } from '../../../platform/dates.ts';
import { composeInvoice } from '../compose-invoice.ts';
import type { InvoiceRecord } from '../invoice.schema.ts';
import { loadReferences } from '../invoice-references.ts';
import { withFreeNumber } from '../with-free-number.ts';
import { findOccurrence } from './schedule.ts';
import { toRunBody } from './stored-body.ts';
import { dueDateOf, type Template } from './template.ts';
import { lockTemplate, recordFailure, recordRun, scheduleTemplate } from './templates.store.ts';

const TEMPLATES_A_LOOK = 50;
const FIRST_RETRY = 60;
const LONGEST_RETRY = 6 * 60 * 60;

export interface MakerOptions {
  readonly database: Database;
  readonly signal: AbortSignal;
  /** Told of each workspace in which something was posted. */
  readonly onMade: (workspaceId: string) => void;
  /** Told of what is not the template's fault. */
  readonly onError: (error: Error) => void;
}

/** Thrown where there is nothing to make: another process was quicker, or it is not time yet. */
class NotDue extends Error {}

/**
 * Makes the documents of all templates that are due, one after the other, in every workspace, each scheduled date exactly
 * once: the run's row, the document and its posting are one transaction. Ends when none is due, or the signal is aborted.
 */
export async function makeDueInvoices({ database, signal, onMade, onError }: MakerOptions): Promise<void> {
  for (;;) {
    const due = await database.unfenced((transaction) =>
      transaction.query<{ workspace_id: string; template_id: string }>(
        `SELECT workspace_id, template_id FROM recurring_due
          WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT ${TEMPLATES_A_LOOK}`,
      ),
    );
    let made = 0;
    for (const { workspace_id: workspaceId, template_id: templateId } of due) {
      if (signal.aborted) return;
      if (await makeOne(database, workspaceId, templateId, onError)) {
        made += 1;
        onMade(workspaceId);
      }
    }
    if (made === 0) return;
  }
}

/** @returns whether a document was made */
async function makeOne(
  database: Database,
  workspaceId: string,
  templateId: string,
  onError: (error: Error) => void,
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
  try {
    await withFreeNumber(undefined, () =>
      commitChange(database, context, {}, (transaction) => makeRun(transaction, templateId)),
    );
    return true;
  } catch (error) {
    if (error instanceof NotDue) {
      await database.transaction({ workspaceId }, (transaction) => scheduleTemplate(transaction, templateId));
      return false;
    }
    if (isUnavailable(error)) throw error;
    if (!(error instanceof ApiError)) onError(error as Error);
    const told = error instanceof ApiError ? error : new ApiError('INTERNAL_ERROR');
    await database.transaction({ workspaceId }, async (transaction) => {
      const template = await lockTemplate(transaction, templateId);
      if (!template) return;
      const failure = { code: told.code, message: told.message, failedAt: new Date().toISOString() };
      const retryIn = Math.min(FIRST_RETRY * 2 ** template.failedAttempts, LONGEST_RETRY);
      await recordFailure(transaction, templateId, failure, retryIn);
    });
    return false;
  }
}

async function makeRun(transaction: Transaction, templateId: string): Promise<DoneChange<InvoiceRecord>> {
  const template = await lockTemplate(transaction, templateId, { skip: true });
  const date = template && (await dueDateOfNextRun(transaction, template));
  if (!template || !date) throw new NotDue();
  const body = toRunBody(template.body, date, dueDateOf(template, date));
  const references = await loadReferences(transaction, body);
  const author = {
    personId: template.personId,
    partnerAppId: template.partnerAppId,
    requestId: `recurring-${templateId}-${date}`,
  };
  const done = composeInvoice({
    body,
    references,
    author,
    writtenBy: withWriter(template.writtenBy, template.personId),
    strict: false,
    holdsForApproval: true,
    recurringTemplateId: templateId,
  });
  const { schedule, nextOccurrence, runCount } = template;
  const next = findOccurrence(schedule, nextOccurrence + 1, runCount + 1);
  const run = { date, invoiceId: done.data.uuid, heldForApproval: done.data.isDraft };
  await recordRun(transaction, templateId, run, { index: nextOccurrence + 1, date: next?.date ?? null });
  return done;
}

/** The date of the run that stands next, where it is time to make it. */
async function dueDateOfNextRun(transaction: Transaction, template: Template): Promise<string | undefined> {
  const { nextDate, paused, inAdvanceDays } = template;
  if (nextDate === null || paused) return undefined;
  const today = await readToday(transaction);
  return addDays(nextDate, -inAdvanceDays) <= today ? nextDate : undefined;
}
