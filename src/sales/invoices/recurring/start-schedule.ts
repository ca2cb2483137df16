import { readToday } from '../../../ledger/workspaces/today.ts';
import type { ChangedRecord } from '../../../platform/change/change.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { findOccurrenceFrom } from '../../../platform/recurrence/schedule.ts';
import type { Invoice } from '../invoice.ts';
import { lockBegunTemplate } from './begun-template.ts';
import { toTemplateChange } from './changed-template.ts';
import { storeTemplate } from './templates.store.ts';

/**
 * Resumes the schedule that was begun with a draft, once the draft is approved. Whether its next document can be made does not
 * decide on the draft: the template tells it when it is time.
 *
 * @param draft as it was before
 * @returns what the audit log and the event say of the template; nothing where none was resumed
 */
export async function startSchedule(
  transaction: Transaction,
  draft: Invoice,
): Promise<readonly ChangedRecord[]> {
  const template = await lockBegunTemplate(transaction, draft);
  if (!template) return [];
  const { schedule, nextOccurrence, runCount } = template;
  const next = findOccurrenceFrom(schedule, nextOccurrence, await readToday(transaction), runCount);
  await storeTemplate(transaction, template.id, {
    ...template,
    paused: false,
    nextOccurrence: next?.index ?? nextOccurrence,
    nextDate: next?.date ?? null,
  });
  return (await toTemplateChange(transaction, template.id, 'resumed', template)).records;
}
