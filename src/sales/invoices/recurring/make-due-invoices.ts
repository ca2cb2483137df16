import { withWriter } from '../../../ledger/four-eyes/index.ts';
import { readToday } from '../../../ledger/workspaces/today.ts';
import type { DoneChange } from '../../../platform/change/change.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import {
  isStillNext,
  type MakerOptions,
  makeDueRuns,
  NotDue,
  type RunKind,
} from '../../../platform/recurrence/make-due-runs.ts';
import { findDueDate, findOccurrence } from '../../../platform/recurrence/schedule.ts';
import { recordFailure } from '../../../platform/recurrence/template-rows.ts';
import { composeInvoice } from '../compose-invoice.ts';
import type { InvoiceRecord } from '../invoice.schema.ts';
import { loadReferences } from '../invoice-references.ts';
import { withFreeNumber } from '../with-free-number.ts';
import { toRunBody, withoutDeletedTags } from './stored-body.ts';
import { dueDateOf } from './template.ts';
import { lockTemplate, recordRun, TEMPLATE_TABLE } from './templates.store.ts';

const INVOICE_RUNS: RunKind = {
  kind: 'invoice',
  makeRun,
  async noteFailure(transaction, templateId, failed) {
    const template = await lockTemplate(transaction, templateId);
    if (template && isStillNext(template, failed))
      await recordFailure(transaction, TEMPLATE_TABLE, template, failed.failure);
  },
  commit: (run) => withFreeNumber(undefined, run),
};

/** Makes the documents of all templates that are due, as `makeDueRuns` says. */
export function makeDueInvoices(options: MakerOptions): Promise<void> {
  return makeDueRuns(INVOICE_RUNS, options);
}

async function makeRun(
  transaction: Transaction,
  templateId: string,
  tellOccurrence: (occurrence: number) => void,
): Promise<DoneChange<InvoiceRecord>> {
  const template = await lockTemplate(transaction, templateId, { skip: true });
  const date = template && findDueDate(template, await readToday(transaction));
  if (!template || !date) throw new NotDue();
  tellOccurrence(template.nextOccurrence);
  const given = toRunBody(template.body, date, dueDateOf(template, date));
  const references = await loadReferences(transaction, given, { isStored: true });
  const body = withoutDeletedTags(given, references, template.body.tagUuids);
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
