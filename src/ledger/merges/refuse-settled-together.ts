import { ApiError } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { findSettledTogether } from './settled-together.store.ts';

const MOST_TOLD = 5;

/**
 * Throws ApiError CANNOT_UNMERGE where customers, or vendors, are settled with others: no allocation joins two parties.
 *
 * @param ids those that are to stand by themselves
 */
export async function refuseSettledTogether(
  transaction: Transaction,
  kind: 'customer' | 'vendor',
  ids: readonly string[],
): Promise<void> {
  const { count, numbers } = await findSettledTogether(transaction, kind, ids);
  if (count === 0) return;
  const told = numbers.slice(0, MOST_TOLD);
  const more = count > told.length ? ` and ${count - told.length} more` : '';
  const message =
    `The ${kind} must be settled by itself to be told apart: ${told.join(', ')}${more} settle each other across the two. ` +
    'Remove the payments and credits between them first.';
  throw new ApiError('CANNOT_UNMERGE', { message, details: { invoiceNumbers: numbers } });
}
