import type { ChangedRecord } from '../../../platform/change/change.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import type { Author } from '../compose-invoice.ts';
import type { Invoice } from '../invoice.ts';
import { setPaused } from './pause-template.ts';
import { lockTemplate } from './templates.store.ts';

/**
 * Resumes the schedule that was begun with a draft, once the draft is approved. One that has made something since, or of which
 * this document is not the first, is somebody's own to pause.
 *
 * @param draft as it was before
 * @returns what the audit log and the event say of the template; nothing where none was resumed
 */
export async function startSchedule(
  transaction: Transaction,
  draft: Invoice,
  author: Author,
): Promise<readonly ChangedRecord[]> {
  const id = draft.recurringTemplateId;
  const template = id === null ? undefined : await lockTemplate(transaction, id);
  const isBegunWithIt = template?.runCount === 1 && template.lastRun?.invoiceUuid === draft.id;
  if (!template?.paused || !isBegunWithIt) return [];
  return (await setPaused(transaction, template.id, false, author)).records;
}
