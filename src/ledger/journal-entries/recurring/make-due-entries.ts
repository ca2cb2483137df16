import { v7 as uuidv7 } from 'uuid';
import { ApiError, invalidFields } from '../../../errors.ts';
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
import { withWriter } from '../../four-eyes/index.ts';
import { findOutsidePeriod, readOpenPeriod } from '../../workspaces/open-period.ts';
import { readToday } from '../../workspaces/today.ts';
import { writeNewJournals } from '../new-journal-entries.ts';
import { asToldNow } from './as-told-now.ts';
import { recordRun } from './runs.store.ts';
import { toRunBody } from './stored-body.ts';
import type { Template } from './template.ts';
import { lockTemplate, TEMPLATE_TABLE } from './templates.store.ts';

const JOURNAL_ENTRY_RUNS: RunKind = {
  kind: 'journal_entry',
  async makeRun(transaction, templateId, tellOccurrence) {
    const template = await lockTemplate(transaction, templateId, { skip: true });
    const date = template && findDueDate(template, await readToday(transaction));
    if (!template || !date) throw new NotDue();
    tellOccurrence(template.nextOccurrence);
    return (await passOver(transaction, template, date)) ?? post(transaction, template, date);
  },
  async noteFailure(transaction, templateId, failed) {
    const template = await lockTemplate(transaction, templateId);
    if (template && isStillNext(template, failed))
      await recordFailure(transaction, TEMPLATE_TABLE, template, failed.failure);
  },
};

/**
 * Posts the entries of all templates that are due, as `makeDueRuns` says. A date in a closed period, or before the books begin,
 * is passed over: the run tells why, and the template goes on with the next. From the four-eyes limit on the entry is kept as a
 * draft, for somebody to approve who did not write the template.
 */
export function makeDueEntries(options: MakerOptions): Promise<void> {
  return makeDueRuns(JOURNAL_ENTRY_RUNS, options);
}

/** @returns undefined where the books of the date are open */
async function passOver(
  transaction: Transaction,
  template: Template,
  date: string,
): Promise<DoneChange<object> | undefined> {
  const wayOut = 'an owner may post the entry of that day by hand, `withCaution`';
  const outside = findOutsidePeriod(date, await readOpenPeriod(transaction), wayOut);
  if (outside.length === 0) return undefined;
  const { code, message } = invalidFields(outside);
  const failure = { code, message, failedAt: new Date().toISOString() };
  const { schedule, nextOccurrence, runCount } = template;
  const next = findOccurrence(schedule, nextOccurrence + 1, runCount);
  await recordRun(transaction, template, date, { failure }, next);
  return { data: failure, records: [] };
}

async function post(transaction: Transaction, template: Template, date: string): Promise<DoneChange<object>> {
  const { id, schedule, nextOccurrence, runCount, personId, partnerAppId } = template;
  const author = {
    caller: { workspaceId: transaction.workspaceId!, personId, app: { id: partnerAppId } },
    requestId: `recurring-${id}-${date}`,
  };
  const entry = {
    id: uuidv7(),
    body: await asToldNow(transaction, toRunBody(template.body, date)),
    writtenBy: withWriter(template.writtenBy, personId),
    recurringTemplateUuid: id,
    holdsForApproval: true,
  };
  const [done] = await writeNewJournals(transaction, [entry], author);
  if (done instanceof ApiError) throw done;
  const next = findOccurrence(schedule, nextOccurrence + 1, runCount + 1);
  await recordRun(transaction, template, date, { journalId: entry.id }, next);
  return done!;
}
