import type { Transaction } from '../../../platform/database/transaction.ts';
import type { Invoice } from '../invoice.ts';
import type { Template } from './template.ts';
import { lockTemplate } from './templates.store.ts';

/**
 * Locks the template that was begun with a draft, as long as it is the draft's to decide on. One that was resumed or has made
 * something since, or of which the draft is a run that waits for a second person, is somebody's own.
 */
export async function lockBegunTemplate(
  transaction: Transaction,
  { id, recurringTemplateId }: Invoice,
): Promise<Template | undefined> {
  const template =
    recurringTemplateId === null ? undefined : await lockTemplate(transaction, recurringTemplateId);
  if (!template?.paused || template.runCount !== 1) return undefined;
  const isBegunWithIt = template.lastRun?.invoiceUuid === id && !template.lastRun.heldForApproval;
  return isBegunWithIt ? template : undefined;
}
