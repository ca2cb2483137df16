import { withWriter } from '../../../ledger/four-eyes/index.ts';
import { readStoredDecimal, toMinorUnits } from '../../../ledger/money/index.ts';
import type { ChangedRecord } from '../../../platform/change/change.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { daysBetween } from '../../../platform/dates.ts';
import {
  findOccurrence,
  type RecurrencePattern,
  refuseLongPast,
} from '../../../platform/recurrence/schedule.ts';
import type { Author } from '../compose-invoice.ts';
import type { InvoiceRecord } from '../invoice.schema.ts';
import type { InvoiceBody } from '../invoice-body.schema.ts';
import { toStoredBody } from './stored-body.ts';
import { toTemplateRecord } from './template.ts';
import { findTemplate, insertTemplate, recordRun } from './templates.store.ts';

/** How a document that is created recurs. */
export interface Recurrence {
  readonly pattern: RecurrencePattern;
  readonly interval: number;
  readonly inAdvanceDays: number;
}

/**
 * Makes a template of a document that is being created, with the document as its first run. It is active at once, but for a
 * draft: nothing is posted by a schedule that nobody has approved.
 *
 * @param templateId the id that the document names
 * @returns what the audit log and the event say of the template
 */
export async function beginSchedule(
  transaction: Transaction,
  templateId: string,
  recurrence: Recurrence,
  document: { readonly body: InvoiceBody; readonly data: InvoiceRecord; readonly today: string },
  author: Author,
): Promise<ChangedRecord> {
  const { body, data, today } = document;
  const { pattern, interval, inAdvanceDays } = recurrence;
  const schedule = { pattern, interval, firstDate: body.date, lastDate: null, mostRuns: null };
  const next = findOccurrence(schedule, 1, 1);
  if (next) refuseLongPast(schedule, next, today, 1);
  const fields = {
    label: body.invoiceNumber ?? null,
    body: toStoredBody(body),
    currency: data.currency,
    total: toMinorUnits(readStoredDecimal(data.total), data.currency),
    schedule,
    inAdvanceDays,
    dueDays: body.dueDate ? daysBetween(body.date, body.dueDate) : null,
    paused: data.isDraft,
    nextOccurrence: 0,
    nextDate: body.date,
    writtenBy: withWriter([], author.personId),
  };
  await insertTemplate(transaction, templateId, fields, author);
  const run = { date: body.date, invoiceId: data.uuid, heldForApproval: false };
  await recordRun(transaction, templateId, run, { index: 1, date: next?.date ?? null });
  const made = toTemplateRecord((await findTemplate(transaction, templateId))!);
  return { entity: 'recurring_invoice_template', entityId: templateId, action: 'created', document: made };
}
