import { v7 as uuidv7 } from 'uuid';
import { type FieldError, fieldError } from '../../errors.ts';
import type { ChosenRate } from '../../ledger/exchange-rates/choose-rate.ts';
import { mergedField } from '../../ledger/merges/index.ts';
import { type Decimal, toExactMinorUnits } from '../../ledger/money/index.ts';
import { findUnfitAmount } from '../../ledger/money/unfit-amount.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import {
  beyondBalance,
  datedOf,
  findUnfitDate,
  findUnfitDocuments,
  findUnknownDocuments,
  refuse,
  sumOfWanted,
} from '../settlements/rules.ts';
import { openScene } from '../settlements/scene.ts';
import { newAllocation, settleDocuments } from '../settlements/settle-documents.ts';
import type { SettlementOrigin } from '../settlements/settlement-entries.ts';
import { CREATE_PAYMENT_EXAMPLE, PAYMENT_EXAMPLE } from './payment.examples.ts';
import {
  type CreatePaymentBody,
  createPaymentBody,
  type PaymentRecord,
  paymentSchema,
} from './payment.schema.ts';
import type { Payment } from './payment.ts';
import {
  findUnfitAccount,
  findUnknownAccount,
  loadMoneyAccount,
  loadPayer,
} from './payment-references.store.ts';
import { findUnfitWorth, loadRate, worthOf } from './payment-worth.ts';

export const createPayment = defineEndpoint({
  method: 'POST',
  path: '/partners/payments',
  operationId: 'createPayment',
  tag: 'Payments',
  summary: 'Create Payment',
  description: `Records money from a customer and applies it to invoices: to one or many, in part or in full. What is
left of it, or all of it, stays on account, to be [applied](/docs/payments/apply-payment) or
[paid back](/docs/payments/create-refund) later.

\`amount\` is what the customer’s debt falls by. Where the bank kept a fee, or the customer kept back tax, name that part in
\`bankFee\` and \`taxWithheld\`: only the rest reaches the account. Both books move: in the cash book, the income and the
taxes of the invoices come in as far as they are paid.

A payment settles invoices in its own \`currency\`. Where that is not the workspace’s, it is converted at its own exchange
rate, and what its rate gains or loses against those of the invoices is posted with it.`,
  access: 'partner',
  body: createPaymentBody,
  status: 201,
  message: 'Payment created successfully.',
  data: paymentSchema,
  errors: [
    'CUSTOMER_NOT_FOUND',
    'CUSTOMER_MERGED',
    'ACCOUNT_NOT_FOUND',
    'INVOICE_NOT_FOUND',
    'INVALID_ACCOUNT_TYPE',
    'ACCOUNT_MERGED',
    'INVALID_DOCUMENT_STATE',
    'DIFFERENT_CUSTOMER',
    'CURRENCY_MISMATCH',
    'EXCHANGE_RATE_REQUIRED',
    'AMOUNT_EXCEEDS_BALANCE',
    'PERIOD_CLOSED',
    'BEFORE_CUTOVER',
  ],
  examples: { body: CREATE_PAYMENT_EXAMPLE, data: PAYMENT_EXAMPLE },
  handle({ body, caller, raw, change }) {
    return change((transaction) => receive(transaction, body, { caller, raw }));
  },
});

async function receive(
  transaction: Transaction,
  body: CreatePaymentBody,
  origin: SettlementOrigin,
): Promise<DoneChange<PaymentRecord>> {
  const named = { field: 'invoices', type: 'invoice', wanted: body.invoices ?? [] } as const;
  const scene = await openScene(transaction, { documentIds: named.wanted.map(({ id }) => id) });
  const customer = await loadPayer(transaction, body.customerUuid);
  const account = await loadMoneyAccount(transaction, body.accountUuid);
  refuse([
    ...(customer ? [] : [unknownCustomer(body.customerUuid)]),
    ...findUnknownAccount(body.accountUuid, account),
    ...findUnknownDocuments(named, scene),
  ]);
  const { id, mergedIntoId } = customer!;
  if (mergedIntoId !== null) refuse([mergedField('customer', 'customerUuid', { id, mergedIntoId })]);
  const { currency: baseCurrency } = scene.books;
  const currency = body.currency ?? baseCurrency;
  const { date, exchangeRate } = body;
  const chosen = await loadRate(transaction, { currency, date, exchangeRate }, baseCurrency);
  const invoices = [...scene.documents.values()].map(({ invoice }) => datedOf(invoice));
  refuse([
    ...findUnfitDate(body.date, scene.books, invoices),
    ...findUnfitParts(body, currency),
    ...('error' in chosen ? [chosen.error] : []),
    ...findUnfitAccount(account!, { currency, baseCurrency }),
    ...findUnfitDocuments(named, scene, { payerId: body.customerUuid, currency }),
  ]);
  const { rate } = chosen as { rate: ChosenRate };
  const references = { customer: { id, customer: customer!.customer }, account: account! };
  const created = toPayment(body, references, { currency, baseCurrency, ...rate });
  refuse(findUnfitWorth(created));
  const allocations = named.wanted.map(({ id, amount }) =>
    newAllocation(created.id, id, toExactMinorUnits(amount, currency)!, body.date),
  );
  const settlement = { created, allocations, action: 'payment_applied' };
  const { records, posting, payments } = await settleDocuments(transaction, scene, settlement, origin);
  return { data: payments.get(created.id)!, records, posting };
}

function unknownCustomer(id: string): FieldError {
  const predicate = `must be the UUID of a customer of this workspace: ${id} is unknown`;
  return fieldError('customerUuid', 'CUSTOMER_NOT_FOUND', predicate, { uuid: id });
}

/** The amount, its parts that did not reach the bank, and what is applied of it. */
function findUnfitParts(body: CreatePaymentBody, currency: string): FieldError[] {
  const fields = ['amount', 'bankFee', 'taxWithheld'] as const;
  const unfit = fields.flatMap((field) =>
    body[field] == null ? [] : findUnfitAmount(field, toExactMinorUnits(body[field], currency), currency),
  );
  if (unfit.length > 0) return unfit;
  const amount = toExactMinorUnits(body.amount, currency)!;
  const keptBack = unitsOf(body.bankFee, currency) + unitsOf(body.taxWithheld, currency);
  const errors: FieldError[] = [];
  if (keptBack >= amount) {
    const field = body.bankFee ? 'bankFee' : 'taxWithheld';
    errors.push(fieldError(field, 'TOO_LARGE', 'must be, with what else was kept back, less than `amount`'));
  }
  if (sumOfWanted(body.invoices ?? [], currency) > amount) {
    const open = { amount, currency, of: 'of the payment' };
    errors.push(beyondBalance('invoices', open, 'together '));
  }
  return errors;
}

const unitsOf = (amount: Decimal | null | undefined, currency: string) =>
  amount == null ? 0n : toExactMinorUnits(amount, currency)!;

function toPayment(
  body: CreatePaymentBody,
  { customer, account }: { customer: Payment['customer']; account: NonNullable<Payment['account']> },
  exchange: ChosenRate & Pick<Payment, 'currency' | 'baseCurrency'>,
): Payment {
  const now = new Date().toISOString();
  const { currency } = exchange;
  const amount = unitsOf(body.amount, currency);
  return {
    id: uuidv7(),
    kind: 'payment',
    customer,
    payerId: customer.id,
    date: body.date,
    ...exchange,
    amount,
    baseAmount: worthOf(amount, exchange),
    account: { id: account.id, name: account.name, currency: account.currency },
    bankFee: unitsOf(body.bankFee, currency),
    taxWithheld: unitsOf(body.taxWithheld, currency),
    appliedAmount: 0n,
    allocations: [],
    method: body.method ?? null,
    reference: body.reference ?? null,
    notes: body.notes ?? null,
    createdAt: now,
    updatedAt: now,
  };
}
