import type { ChangedRecord } from '../../../platform/change/change.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import type { Invoice } from '../invoice.ts';
import { lockBegunTemplate } from './begun-template.ts';
import { dropTemplate } from './delete-template.ts';

/**
 * Deletes the template that was begun with a draft that is deleted.
 *
 * @returns what the audit log and the event say of the template; nothing where it stays
 */
export async function dropSchedule(
  transaction: Transaction,
  draft: Invoice,
): Promise<readonly ChangedRecord[]> {
  const template = await lockBegunTemplate(transaction, draft);
  return template ? [await dropTemplate(transaction, template)] : [];
}
