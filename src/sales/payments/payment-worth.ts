import { type FieldError, fieldError } from '../../errors.ts';
import { type ChosenRate, chooseRate, exchangeOf } from '../../ledger/exchange-rates/choose-rate.ts';
import { findRateOn } from '../../ledger/exchange-rates/exchange-rates.store.ts';
import { convertToBase, type ExchangeRate, formatMinorUnits, isTooLarge } from '../../ledger/money/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Payment } from './payment.ts';

/** In which currency money comes or goes, on which day, and the rate that the body names. */
export interface RateWish {
  readonly currency: string;
  readonly date: string;
  readonly exchangeRate: ExchangeRate | null | undefined;
}

/** The rate of a payment or refund: the one that its body names, else that of the table on its date. */
export async function loadRate(
  transaction: Transaction,
  { currency, date, exchangeRate: given }: RateWish,
  baseCurrency: string,
): Promise<{ rate: ChosenRate } | { error: FieldError }> {
  const isLookedUp = currency !== baseCurrency && given == null;
  const onTable = isLookedUp ? await findRateOn(transaction, currency, date) : undefined;
  return chooseRate({ currency, baseCurrency, date, given, onTable });
}

/** An amount in the workspace's currency. */
export function worthOf(
  amount: bigint,
  { currency, baseCurrency, ...rate }: Pick<Payment, 'currency' | 'baseCurrency' | 'exchangeRate'>,
): bigint {
  const exchange = exchangeOf(currency, rate, baseCurrency);
  return exchange ? convertToBase(amount, exchange) : amount;
}

/**
 * What reached the bank and what was kept back, in the workspace's currency: the parts that were kept back are converted
 * each by itself, and the bank has the rest of the whole.
 */
export function partsOf(payment: Payment) {
  const bankFee = worthOf(payment.bankFee, payment);
  const taxWithheld = worthOf(payment.taxWithheld, payment);
  return { bankFee, taxWithheld, net: payment.baseAmount - bankFee - taxWithheld };
}

/** Why a payment or refund cannot be posted in the workspace's currency: it is worth too much there, or nothing. */
export function findUnfitWorth(payment: Payment): FieldError[] {
  const { baseAmount, baseCurrency } = payment;
  if (isTooLarge(baseAmount)) {
    const predicate = `must be worth at most 10,000,000,000,000 minor units of ${baseCurrency}`;
    return [fieldError('amount', 'TOO_LARGE', predicate)];
  }
  if (partsOf(payment).net > 0n) return [];
  const least = `${formatMinorUnits(1n, baseCurrency)} ${baseCurrency}`;
  const predicate = `must be worth at least ${least} beside what was kept back`;
  return [fieldError('amount', 'TOO_SMALL', predicate)];
}
