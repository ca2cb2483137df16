import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { addition, queryBoolean } from '../../platform/http/fields.ts';
import { maySeeDeleted } from './deleted-attachments.store.ts';

/** The query by which deleted attachments are asked for. */
export const deletedQuery = z.object({
  deleted: queryBoolean()
    .optional()
    .describe('`true`: what was deleted, in place of what is there. For owners and auditors.')
    .meta(addition()),
});

/** Throws ApiError ROLE_REQUIRED where a person may not see what was deleted. */
export async function refuseUnlessMaySeeDeleted(transaction: Transaction, personId: string): Promise<void> {
  if (await maySeeDeleted(transaction, personId)) return;
  const message = 'Deleted attachments are shown to owners and auditors alone.';
  throw new ApiError('ROLE_REQUIRED', { message });
}
