import { ApiError, type FieldError, fieldError } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Payment } from '../payments/payment.ts';
import { reverseAllocation } from './removal.ts';
import { datedOfPayment, findUnfitDate, refuse } from './rules.ts';
import { openScene } from './scene.ts';
import { type DoneSettlement, settleDocuments } from './settle-documents.ts';
import type { SettlementOrigin } from './settlement-entries.ts';

/**
 * Undoes a payment, refund or write-off with all that it settles.
 *
 * @param wantedDate the accounting date of the reversal; the payment's own where left out
 * @throws ApiError PAYMENT_NOT_FOUND where it is not there, or undone already
 */
export async function undoPayment(
  transaction: Transaction,
  id: string,
  wantedDate: string | undefined,
  origin: SettlementOrigin,
): Promise<DoneSettlement> {
  const paymentIds = [id, ...(await findPaidBack(transaction, id))];
  const scene = await openScene(transaction, { paymentIds, withApplied: true });
  const payment = scene.payments.get(id);
  if (!payment) throw new ApiError('PAYMENT_NOT_FOUND');
  const date = wantedDate ?? payment.date;
  const allocations = payment.allocations.map((allocation) =>
    payment.kind === 'refund'
      ? reverseAllocation(allocation, allocation.itemId, id, date)
      : reverseAllocation(allocation, id, allocation.itemId, date),
  );
  refuse([...findRefunds(payment), ...findUnfitDate(date, scene.books, [datedOfPayment(payment)])]);
  const undone = { payment, date };
  return settleDocuments(transaction, scene, { undone, allocations, action: ACTIONS[payment.kind] }, origin);
}

const ACTIONS = {
  payment: 'payment_removed',
  refund: 'refund_removed',
  write_off: 'write_off_removed',
} as const;

/** The payment that a refund pays back: it is locked with it, and what a refund pays back never changes. */
async function findPaidBack(transaction: Transaction, id: string): Promise<string[]> {
  const rows = await transaction.query<{ id: string }>(
    `SELECT p.id FROM allocation a
       JOIN payment p ON p.workspace_id = a.workspace_id AND p.id = a.from_open_item_id AND p.kind = 'payment'
       JOIN payment r ON r.workspace_id = a.workspace_id AND r.id = a.to_open_item_id
      WHERE a.workspace_id = $1 AND a.to_open_item_id = $2 AND a.reverses IS NULL`,
    [transaction.workspaceId, id],
    'find_paid_back',
  );
  return rows.map((row) => row.id);
}

function findRefunds(payment: Payment): FieldError[] {
  if (!payment.allocations.some(({ kind }) => kind === 'refund')) return [];
  const predicate =
    'is invalid here: money of this payment was paid back, and the refund must be undone first';
  return [fieldError('id', 'INVALID_PAYMENT_STATE', predicate)];
}
