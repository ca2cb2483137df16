import { ApiError } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { findDraft, findTaxReturn, lockTaxReturns, type TaxReturn } from './tax-returns.store.ts';

/**
 * Locks the returns and finds one.
 *
 * @throws ApiError TAX_RETURN_NOT_FOUND
 */
export async function lockTaxReturn(transaction: Transaction, id: string): Promise<TaxReturn> {
  await lockTaxReturns(transaction);
  const found = await findTaxReturn(transaction, id);
  if (!found) throw new ApiError('TAX_RETURN_NOT_FOUND');
  return found;
}

/**
 * Locks the returns and finds one that may change.
 *
 * @throws ApiError TAX_RETURN_NOT_FOUND, or TAX_RETURN_FILED where it is
 */
export async function lockDraft(transaction: Transaction, id: string): Promise<TaxReturn> {
  const found = await lockTaxReturn(transaction, id);
  if (found.filing) throw new ApiError('TAX_RETURN_FILED');
  return found;
}

/**
 * Refuses what would make a second draft. The returns must be locked.
 *
 * @throws ApiError TAX_RETURN_DRAFT_EXISTS, which names the first
 */
export async function refuseSecondDraft(transaction: Transaction): Promise<void> {
  const draft = await findDraft(transaction);
  if (!draft) return;
  const { id, startDate, endDate } = draft;
  const message = `Another tax return is still to be filed, and there can be one at a time: ${id}, from ${startDate} to ${endDate}.`;
  throw new ApiError('TAX_RETURN_DRAFT_EXISTS', { message });
}
