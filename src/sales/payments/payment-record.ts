import { formatExchangeRate, formatMinorUnits } from '../../ledger/money/index.ts';
import { identityOf } from '../../platform/http/record.ts';
import type { PaymentRecord } from './payment.schema.ts';
import { netOf, onAccountOf, type Payment } from './payment.ts';

/** A payment, refund or write-off in the words of the API. */
export function toPaymentRecord(payment: Payment): PaymentRecord {
  const money = (amount: bigint) => formatMinorUnits(amount, payment.currency);
  const base = (amount: bigint) => formatMinorUnits(amount, payment.baseCurrency);
  const { customer, account } = payment;
  const invoices: PaymentRecord['invoices'] = [];
  const payments: PaymentRecord['payments'] = [];
  for (const { itemId, kind, number, effective, amount } of payment.allocations) {
    const settled = { date: effective, amount: money(amount) };
    if (kind === 'invoice' || kind === 'memo')
      invoices.push({ ...identityOf(itemId), invoiceNumber: number!, invoiceType: kind, ...settled });
    else payments.push({ ...identityOf(itemId), kind, ...settled });
  }
  return {
    ...identityOf(payment.id),
    kind: payment.kind,
    customerUuid: customer.id,
    customer: { ...identityOf(customer.id), customer: customer.customer },
    date: payment.date,
    currency: payment.currency,
    exchangeRate: formatExchangeRate(payment.exchangeRate),
    exchangeRateDate: payment.exchangeRateDate,
    exchangeRateSource: payment.exchangeRateSource,
    amount: money(payment.amount),
    baseAmount: base(payment.baseAmount),
    currencyGain: base(gainOf(payment)),
    bankFee: money(payment.bankFee),
    taxWithheld: money(payment.taxWithheld),
    netAmount: money(payment.account === null ? 0n : netOf(payment)),
    appliedAmount: money(payment.appliedAmount),
    onAccountAmount: money(onAccountOf(payment)),
    accountUuid: account?.id ?? null,
    account: account && { ...identityOf(account.id), name: account.name },
    method: payment.method,
    reference: payment.reference,
    notes: payment.notes,
    invoices,
    payments,
    createdAt: payment.createdAt,
    updatedAt: payment.updatedAt,
  };
}

/** What was gained by what it settles; what paying it back gains is the refund's. */
function gainOf({ allocations }: Payment): bigint {
  return allocations.reduce(
    (sum, { kind, currencyGain }) => (kind === 'refund' ? sum : sum + currencyGain),
    0n,
  );
}
