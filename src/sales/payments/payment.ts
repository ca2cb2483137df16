import type { ChosenRate } from '../../ledger/exchange-rates/choose-rate.ts';

/** Money received, money paid back, and what is given up: all of them settle open items. */
export const PAYMENT_KINDS = ['payment', 'refund', 'write_off'] as const;
export type PaymentKind = (typeof PAYMENT_KINDS)[number];

/** One allocation of a payment, with what stands on its other side. */
export interface PaymentAllocation {
  readonly allocationId: string;
  /** The invoice, the memo that was paid back, the refund, or the payment that was paid back. */
  readonly itemId: string;
  readonly kind: 'invoice' | 'memo' | 'payment' | 'refund';
  /** Of an invoice or memo. */
  readonly number: string | null;
  readonly effective: string;
  readonly amount: bigint;
  /** What it relieved, and what was gained by another rate, in the workspace's currency. */
  readonly baseAmount: bigint;
  readonly currencyGain: bigint;
}

/** A payment, refund or write-off as it stands; amounts in minor units of its currency. */
export interface Payment extends ChosenRate {
  readonly id: string;
  readonly kind: PaymentKind;
  readonly customer: { readonly id: string; readonly customer: string };
  /** Whose money it is: the customer’s, or that of the one into whom it was merged since. */
  readonly payerId: string;
  readonly date: string;
  readonly currency: string;
  /** The workspace's. */
  readonly baseCurrency: string;
  /** What receivables move by, with the fee and the tax that were kept back. */
  readonly amount: bigint;
  /** The amount in minor units of the workspace's currency; of a write-off what it relieves. */
  readonly baseAmount: bigint;
  /** Where the money lies; a write-off has none. */
  readonly account: { readonly id: string; readonly name: string; readonly currency: string } | null;
  readonly bankFee: bigint;
  readonly taxWithheld: bigint;
  readonly appliedAmount: bigint;
  readonly allocations: readonly PaymentAllocation[];
  readonly method: string | null;
  readonly reference: string | null;
  readonly notes: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What a payment still has to give. */
export function onAccountOf(payment: Pick<Payment, 'kind' | 'amount' | 'appliedAmount'>): bigint {
  return payment.kind === 'payment' ? payment.amount - payment.appliedAmount : 0n;
}

/** What reached the bank, or left it. */
export function netOf({ amount, bankFee, taxWithheld }: Payment): bigint {
  return amount - bankFee - taxWithheld;
}
