import type { NewOpenItem } from '../../ledger/posting/entry-rows.ts';
import type { PostingBuilder } from '../../ledger/posting/posting.ts';
import { netOf, type Payment } from '../payments/payment.ts';
import type { SettlementBooks } from './scene.ts';

/**
 * Adds to an entry what a payment, refund or write-off posts by itself (ledger.md 4). The bank moves in both books,
 * receivables in the accrual book. In the cash book a payment is at first all on account; what it is applied to
 * takes it from there, and of a refund what it pays back. A write-off is unknown to the cash book, which never saw the income.
 */
export function postPayment(
  posting: PostingBuilder,
  payment: Payment,
  { accounts }: SettlementBooks,
): NewOpenItem {
  const { id, kind, amount, bankFee, taxWithheld } = payment;
  const customerId = payment.customer.id;
  const receivable = {
    accountId: accounts.accounts_receivable,
    basis: 'accrual',
    customerId,
    openItemId: id,
    amount,
  } as const;
  if (kind === 'refund') {
    posting.debit(receivable);
    posting.credit({ accountId: payment.account!.id, basis: 'both', customerId, amount });
  } else if (kind === 'write_off') {
    posting.debit({ accountId: accounts.bad_debts, basis: 'accrual', customerId, amount });
    posting.credit(receivable);
  } else {
    posting.debit({ accountId: payment.account!.id, basis: 'both', customerId, amount: netOf(payment) });
    posting.debit({ accountId: accounts.bank_fees, basis: 'both', customerId, amount: bankFee });
    posting.debit({
      accountId: accounts.withholding_receivable,
      basis: 'both',
      customerId,
      amount: taxWithheld,
    });
    posting.credit(receivable);
    postOnAccount(posting, payment, accounts.customer_credits, 1n);
  }
  return {
    id,
    control: 'receivable',
    source: kind,
    sourceId: id,
    customerId,
    currency: payment.currency,
  };
}

/** The cash book's half of money that comes on account; with a sign of -1, that goes. */
export function postOnAccount(
  posting: PostingBuilder,
  payment: Payment,
  accountId: string,
  sign: 1n | -1n,
): void {
  if (payment.kind !== 'payment') return;
  const { id, amount, customer } = payment;
  posting.credit({
    accountId,
    basis: 'cash',
    customerId: customer.id,
    openItemId: id,
    amount: sign * amount,
  });
}
