import { v7 as uuidv7 } from 'uuid';
import { type FieldError, fieldError } from '../../errors.ts';
import type { ChosenRate } from '../../ledger/exchange-rates/choose-rate.ts';
import { toExactMinorUnits } from '../../ledger/money/index.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import {
  type Dated,
  datedOf,
  datedOfPayment,
  findNoPayment,
  findUnfitAmount,
  findUnfitDate,
  findUnfitDocument,
  type Open,
  onAccount,
  openOf,
  refuse,
  unknownDocument,
} from '../settlements/rules.ts';
import { openScene, type Scene } from '../settlements/scene.ts';
import { refuseRecorder, type Standing } from '../settlements/second-person.ts';
import { newAllocation, settleDocuments } from '../settlements/settle-documents.ts';
import type { SettlementOrigin } from '../settlements/settlement-entries.ts';
import { CREATE_REFUND_EXAMPLE, REFUND_EXAMPLE } from './payment.examples.ts';
import {
  type CreateRefundBody,
  createRefundBody,
  type PaymentRecord,
  paymentSchema,
} from './payment.schema.ts';
import type { Payment } from './payment.ts';
import { findUnfitAccount, findUnknownAccount, loadMoneyAccount } from './payment-references.store.ts';
import { findUnfitWorth, loadRate, worthOf } from './payment-worth.ts';

export const createRefund = defineEndpoint({
  method: 'POST',
  path: '/partners/refunds',
  operationId: 'createRefund',
  tag: 'Payments',
  summary: 'Create Refund',
  description: `Pays money back to a customer: what is left of a credit memo, or of a payment that is on account. A paid
invoice is paid back by way of a credit memo, which says what is credited. It is paid back in the currency in which it
came, at the exchange rate of the refund’s own date; what that gains or loses is posted with it.

From the [four-eyes limit](/docs/guides/closing-the-books#a-second-person) of the workspace on, whoever approved the memo or
recorded the payment does not pay it back: what was paid back of it before, and not taken back, counts with it.`,
  access: 'partner',
  body: createRefundBody,
  status: 201,
  message: 'Refund created successfully.',
  data: paymentSchema,
  errors: [
    'INVOICE_NOT_FOUND',
    'PAYMENT_NOT_FOUND',
    'ACCOUNT_NOT_FOUND',
    'INVALID_ACCOUNT_TYPE',
    'ACCOUNT_MERGED',
    'INVALID_DOCUMENT_STATE',
    'INVALID_PAYMENT_STATE',
    'AMOUNT_EXCEEDS_BALANCE',
    'CURRENCY_MISMATCH',
    'EXCHANGE_RATE_REQUIRED',
    'PERIOD_CLOSED',
    'BEFORE_CUTOVER',
    'SECOND_PERSON_NEEDED',
  ],
  examples: { body: CREATE_REFUND_EXAMPLE, data: REFUND_EXAMPLE },
  handle({ body, caller, raw, change }) {
    return change((transaction) => payBack(transaction, body, { caller, raw }));
  },
});

/** What is paid back: the memo or the payment that the body names. */
interface Source {
  readonly id: string;
  readonly customer: Payment['customer'];
  readonly payerId: string;
  readonly currency: string;
  readonly open: Open;
  readonly dated: Dated;
  readonly unfit: readonly FieldError[];
  readonly standing: Standing;
}

async function payBack(
  transaction: Transaction,
  body: CreateRefundBody,
  origin: SettlementOrigin,
): Promise<DoneChange<PaymentRecord>> {
  const { memoUuid, paymentUuid } = body;
  const scene = await openScene(transaction, {
    documentIds: memoUuid ? [memoUuid] : [],
    paymentIds: paymentUuid ? [paymentUuid] : [],
  });
  const account = await loadMoneyAccount(transaction, body.accountUuid);
  const source = findSource(body, scene);
  refuse([...('field' in source ? [source] : []), ...findUnknownAccount(body.accountUuid, account)]);
  const { id, customer, payerId, currency, open, dated, unfit, standing } = source as Source;
  const { currency: baseCurrency } = scene.books;
  const { date, exchangeRate } = body;
  const chosen = await loadRate(transaction, { currency, date, exchangeRate }, baseCurrency);
  refuse([
    ...unfit,
    ...(unfit.length > 0 ? [] : findUnfitAmount('amount', body.amount, open)),
    ...findUnfitDate(body.date, scene.books, [dated]),
    ...('error' in chosen ? [chosen.error] : []),
    ...findUnfitAccount(account!, { currency, baseCurrency }),
  ]);
  const { rate } = chosen as { rate: ChosenRate };
  const created = toRefund(
    body,
    { customer, payerId, account: account! },
    { currency, baseCurrency, ...rate },
  );
  refuse(findUnfitWorth(created));
  await refuseRecorder(transaction, scene, {
    ofId: id,
    kind: 'refund',
    standing,
    rule: `whoever ${memoUuid ? 'approved the credit memo' : 'recorded the payment'} does not pay it back, at once or in instalments`,
    amount: created.baseAmount,
    personId: origin.caller.personId,
  });
  const allocations = [newAllocation(id, created.id, created.amount, body.date)];
  const settlement = { created, allocations, action: 'refunded' };
  const { records, posting, payments } = await settleDocuments(transaction, scene, settlement, origin);
  return { data: payments.get(created.id)!, records, posting };
}

function findSource({ memoUuid, paymentUuid }: CreateRefundBody, scene: Scene): Source | FieldError {
  if (memoUuid) {
    const memo = scene.documents.get(memoUuid)?.invoice;
    if (!memo) return unknownDocument('memoUuid', memoUuid);
    const { id, customer, payerId, currency, settlements: standing } = memo;
    const payee = { id: customer.id, customer: customer.customer };
    const unfit = findUnfitDocument('memoUuid', memo, 'memo');
    const [open, dated] = [openOf(memo), datedOf(memo)];
    return { id, customer: payee, payerId, currency, open, dated, unfit, standing };
  }
  const payment = scene.payments.get(paymentUuid!);
  if (!payment) {
    const predicate = `must be the UUID of a payment of this workspace: ${paymentUuid} is unknown`;
    return fieldError('paymentUuid', 'PAYMENT_NOT_FOUND', predicate, { uuid: paymentUuid! });
  }
  const { id, customer, payerId, currency, allocations: standing } = payment;
  const unfit = findNoPayment('paymentUuid', payment);
  const [open, dated] = [onAccount(payment), datedOfPayment(payment)];
  return { id, customer, payerId, currency, open, dated, unfit, standing };
}

function toRefund(
  body: CreateRefundBody,
  {
    customer,
    payerId,
    account,
  }: Pick<Payment, 'customer' | 'payerId'> & { account: NonNullable<Payment['account']> },
  exchange: ChosenRate & Pick<Payment, 'currency' | 'baseCurrency'>,
): Payment {
  const now = new Date().toISOString();
  const amount = toExactMinorUnits(body.amount, exchange.currency)!;
  return {
    id: uuidv7(),
    kind: 'refund',
    customer,
    payerId,
    date: body.date,
    ...exchange,
    amount,
    baseAmount: worthOf(amount, exchange),
    account: { id: account.id, name: account.name, currency: account.currency },
    bankFee: 0n,
    taxWithheld: 0n,
    appliedAmount: 0n,
    allocations: [],
    method: body.method ?? null,
    reference: body.reference ?? null,
    notes: body.notes ?? null,
    createdAt: now,
    updatedAt: now,
  };
}
