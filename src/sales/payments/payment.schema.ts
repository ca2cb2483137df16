import { z } from 'zod';
import { RATE_SOURCES } from '../../ledger/exchange-rates/choose-rate.ts';
import { answeredRate, currencyCode, decimal, exchangeRate } from '../../ledger/money/fields.ts';
import { ZERO } from '../../ledger/money/index.ts';
import { answered, date, report, text, uuid } from '../../platform/http/fields.ts';
import { identitySchema, timestampsSchema } from '../../platform/http/record.ts';
import { oneRequired, type Rule, requiredByEither, withRules } from '../../platform/http/rules.ts';
import { INVOICE_TYPES } from '../invoices/invoice.ts';
import { PAYMENT_KINDS } from './payment.ts';

/** The most documents that one settlement names: an entry has room for as many lines as they have. */
export const MOST_DOCUMENTS = 50;

/** Money to be settled: more than 0, and no more decimals than the currency has. */
export const settledAmount = () => decimal({ positive: true, isAmount: true });

/** The id of a document: clients of other servers send numbers, which are refused as such and published nowhere. */
export const documentId = () =>
  z
    .preprocess(
      (value) => (typeof value === 'number' ? String(value) : value),
      z.string({ error: 'must be a UUID' }).transform((value, context) => {
        const read = uuid().safeParse(value);
        if (read.success) return read.data;
        report(context, 'INVALID_UUID', 'must be a UUID: numeric ids are not exposed');
        return z.NEVER;
      }),
    )
    .meta({ format: 'uuid' });

/** A list of documents, each with how much of it is settled. */
export const documentAmounts = (what: string) =>
  z.array(
    z.object({
      id: documentId().describe(`The UUID of the ${what}.`),
      amount: settledAmount().describe('How much, in its currency; more than 0.'),
    }),
  );

/** How, with what reference, and why. */
const remarks = {
  method: text(50).nullish().describe('How it was paid: `check`, `card`, `transfer`, ...'),
  reference: text(255).nullish().describe('The number of the check, the transfer or the like.'),
  notes: text(10_000).nullish().describe('A note of your own.'),
};

const accountUuid = () =>
  uuid().nullish().describe('The bank, cash or card account; Undeposited Funds when left out.');

const rateOfPayment = () =>
  exchangeRate()
    .nullish()
    .describe(
      'Units of the workspace’s currency per unit of the other; when left out, the rate of [the table](/docs/exchange-rates/list-exchange-rates) that holds on `date`. More than 0, at most 10 decimals.',
    );

export const createPaymentBody = z.object({
  customerUuid: uuid().describe('The customer who pays.'),
  date: date().describe('The accounting date.'),
  amount: settledAmount().describe(
    'What the customer’s debt falls by, with a bank fee or tax that was kept back; more than 0.',
  ),
  currency: currencyCode()
    .nullish()
    .describe('The currency of the amounts, ISO 4217: that of the invoices. The workspace’s when left out.'),
  exchangeRate: rateOfPayment(),
  accountUuid: accountUuid(),
  invoices: documentAmounts('invoice')
    .max(MOST_DOCUMENTS)
    .nullish()
    .describe(
      'The invoices that are paid, and how much of each. What is left of the amount stays on account; left out, all of it does.',
    ),
  bankFee: decimal({ smallest: ZERO, isAmount: true })
    .nullish()
    .describe('The part of `amount` that the bank kept as its fee.'),
  taxWithheld: decimal({ smallest: ZERO, isAmount: true })
    .nullish()
    .describe('The part of `amount` that the customer kept back as tax, to be claimed from the state.'),
  ...remarks,
});

const notBoth: Rule = {
  path: 'paymentUuid',
  code: 'INVALID_VALUE',
  message: 'must be left out beside `memoUuid`',
  holds: ({ memoUuid, paymentUuid }) => typeof memoUuid !== 'string' || typeof paymentUuid !== 'string',
};

export const createRefundBody = withRules(
  z.object({
    memoUuid: uuid().nullish().describe('The credit memo that is paid back.'),
    paymentUuid: uuid().nullish().describe('The payment whose money on account is paid back.'),
    date: date().describe('The accounting date.'),
    amount: settledAmount().describe('How much is paid back; more than 0.'),
    exchangeRate: rateOfPayment(),
    accountUuid: accountUuid(),
    ...remarks,
  }),
  [oneRequired('memoUuid', 'paymentUuid'), notBoth],
).meta(requiredByEither('memoUuid', 'paymentUuid'));

const customerSchema = z.object({
  ...identitySchema('customer'),
  customer: z.string().describe('The customer’s name.'),
});

const accountSchema = z.object({
  ...identitySchema('account'),
  name: z.string().describe('The account’s name.'),
});

const settled = {
  date: answered.date().describe('The accounting date of the allocation.'),
  amount: answered.money().describe('How much.'),
};

const settledInvoice = z.object({
  ...identitySchema('document'),
  invoiceNumber: z.string().describe('Its number.'),
  invoiceType: z.enum(INVOICE_TYPES).describe('`invoice`; of a refund `memo`.'),
  ...settled,
});

const settledPayment = z.object({
  ...identitySchema('record'),
  kind: z.enum(['payment', 'refund']).describe('What it is.'),
  ...settled,
});

/** A payment, refund or write-off as it is answered. */
export const paymentSchema = z
  .object({
    ...identitySchema('payment'),
    kind: z.enum(PAYMENT_KINDS).describe('Money received, money paid back, or a debt that was given up.'),
    customerUuid: answered.uuid().describe('The customer.'),
    customer: customerSchema.describe('The customer.'),
    date: answered.date().describe('Its accounting date.'),
    currency: z.string().describe('Its currency, ISO 4217.'),
    exchangeRate: answeredRate().describe(
      'Units of the workspace’s currency per unit of its own; `1` where they are one. Of a write-off that of the invoice.',
    ),
    exchangeRateDate: answered
      .date()
      .nullable()
      .describe('The day of the rate; `null` in the workspace’s currency.'),
    exchangeRateSource: z
      .enum(RATE_SOURCES)
      .nullable()
      .describe('Whether the rate was given or is from the table of exchange rates.'),
    amount: answered.money().describe('What receivables move by.'),
    baseAmount: answered.money().describe('The amount in the workspace’s currency, as the books have it.'),
    currencyGain: answered
      .money()
      .describe(
        'What its exchange rate gained against those of what it settles, in the workspace’s currency; a loss is negative.',
      ),
    bankFee: answered.money().describe('The part that the bank kept.'),
    taxWithheld: answered.money().describe('The part that was kept back as tax.'),
    netAmount: answered.money().describe('What reached the account, or left it; nothing for a write-off.'),
    appliedAmount: answered.money().describe('What is applied to documents or paid back.'),
    onAccountAmount: answered.money().describe('What is left of a payment for later invoices.'),
    accountUuid: answered.uuid().nullable().describe('The account of the money.'),
    account: accountSchema.nullable().describe('The account of the money; a write-off has none.'),
    method: z.string().nullable().describe('How it was paid.'),
    reference: z.string().nullable().describe('Its reference.'),
    notes: z.string().nullable().describe('Your note.'),
    invoices: z
      .array(settledInvoice)
      .describe('What it is applied to: invoices, of a refund the credit memo.'),
    payments: z
      .array(settledPayment)
      .describe('Refunds of the payment; of a refund, the payment that it pays back.'),
    ...timestampsSchema(),
  })
  .meta({ id: 'Payment', description: 'Money received, money paid back, or a debt that was given up.' });

export type PaymentRecord = z.output<typeof paymentSchema>;
export type CreatePaymentBody = z.output<typeof createPaymentBody>;
export type CreateRefundBody = z.output<typeof createRefundBody>;
