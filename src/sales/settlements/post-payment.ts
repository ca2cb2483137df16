import type { NewOpenItem } from '../../ledger/posting/entry-rows.ts';
import type { PostingBuilder, PostingLine } from '../../ledger/posting/posting.ts';
import { netOf, type Payment } from '../payments/payment.ts';
import { partsOf } from '../payments/payment-worth.ts';
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
  const { id, kind, amount, currency, baseAmount } = payment;
  const customerId = payment.customer.id;
  const shared = { customerId, currency } as const;
  const control = { ...shared, accountId: accounts.accounts_receivable, openItemId: id, amount, baseAmount };
  const receivable = { ...control, basis: 'accrual' } as const;
  if (kind === 'refund') {
    posting.debit(receivable);
    posting.credit(moneyLine(payment, amount, baseAmount));
  } else if (kind === 'write_off') {
    posting.debit({ ...shared, accountId: accounts.bad_debts, basis: 'accrual', amount, baseAmount });
    posting.credit(receivable);
  } else {
    const { bankFee, taxWithheld } = payment;
    const parts = partsOf(payment);
    posting.debit(moneyLine(payment, netOf(payment), parts.net));
    posting.debit({
      ...shared,
      accountId: accounts.bank_fees,
      basis: 'both',
      amount: bankFee,
      baseAmount: parts.bankFee,
    });
    posting.debit({
      ...shared,
      accountId: accounts.withholding_receivable,
      basis: 'both',
      amount: taxWithheld,
      baseAmount: parts.taxWithheld,
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

/** The line of the account where the money lies, in the currency in which the account is kept. */
function moneyLine(
  { account, customer, currency, baseCurrency }: Payment,
  amount: bigint,
  baseAmount: bigint,
): PostingLine {
  const line = { accountId: account!.id, basis: 'both', customerId: customer.id, baseAmount } as const;
  return account!.currency === currency
    ? { ...line, currency, amount }
    : { ...line, currency: baseCurrency, amount: baseAmount };
}

/** The cash book's half of money that comes on account; with a sign of -1, that goes. */
export function postOnAccount(
  posting: PostingBuilder,
  payment: Payment,
  accountId: string,
  sign: 1n | -1n,
): void {
  if (payment.kind !== 'payment') return;
  const { id, amount, baseAmount, currency, customer } = payment;
  posting.credit({
    accountId,
    basis: 'cash',
    customerId: customer.id,
    currency,
    openItemId: id,
    amount: sign * amount,
    baseAmount: sign * baseAmount,
  });
}
