import { z } from 'zod';
import { RATE_SOURCES } from '../../ledger/exchange-rates/choose-rate.ts';
import { answeredRate } from '../../ledger/money/fields.ts';
import { CALCULATION_STEPS, TAX_MODES } from '../../ledger/taxes/index.ts';
import { addition, answered, queryBoolean } from '../../platform/http/fields.ts';
import { identitySchema, timestampsSchema } from '../../platform/http/record.ts';
import { addressSchema } from '../customers/index.ts';
import { namedTaxSchema } from '../taxes/index.ts';
import { appliedCredit, appliedPayment } from './applied.schema.ts';
import { INVOICE_TYPES } from './invoice.ts';
import { INVOICE_STATUSES } from './invoice-status.ts';

const appliedTax = namedTaxSchema.extend({
  inclusive: z.boolean().describe('Whether the price contains it.'),
  compound: z.boolean().describe('Whether it is levied on other taxes too.'),
  taxable: answered.money().describe('What the tax is reckoned on.'),
  amount: answered.money().describe('The tax.'),
});

/** Beside a `discount` that is told as the amount it came to, so that an answer can be sent back as it is. */
const discountPercent = z
  .number()
  .nullable()
  .describe('The percentage, where the discount was given as one.');

/** What `discount` cannot tell of one that was given as an amount where prices contain taxes, or with more decimals. */
const discountAmount = z
  .number()
  .nullable()
  .describe(
    'The amount, where the discount was given as one: with tax where the prices contain it; 0 without a discount.',
  )
  .meta(addition());

const billedCustomer = z.object({
  ...identitySchema('customer'),
  customer: z.string().describe('The customer’s name.'),
  email: z.string().nullable().describe('The customer’s email address.'),
  billingAddress: addressSchema.nullable().describe('Where the invoice goes.'),
  shippingAddress: addressSchema.nullable().describe('Where the goods go.'),
});

const billedProduct = z.object({
  ...identitySchema('product'),
  name: z.string().describe('The product’s name.'),
  code: z.string().nullable().describe('Your own number for it (SKU).'),
  type: z.enum(['service', 'good']).describe('`service` for labor, `good` for physical goods.'),
  categoryAccount: z
    .object({
      uuid: answered.uuid().describe('The account’s UUID.'),
      name: z.string().describe('The account’s name.'),
      type: z.string().describe('The account’s type: Income.'),
    })
    .nullable()
    .describe('The account that the sale is posted to.'),
});

const answeredLine = z.object({
  ...identitySchema('line'),
  productUuid: answered.uuid().describe('The product that is sold.'),
  product: billedProduct.describe('The product; on an approved document as it was at the approval.'),
  description: z.string().nullable().describe('Text of the line.'),
  quantity: z.number().describe('How many.'),
  price: z
    .number()
    .describe('Price per unit, in the document’s currency, with tax where a tax of the line is `inclusive`.'),
  unitPrice: z.number().describe('The same as `price`.'),
  discount: answered.money().describe('What the line’s own discount came to, taken off quantity × price.'),
  discountPercent,
  discountAmount,
  subtotal: answered.money().describe('After the line’s discount, before the document’s, without tax.'),
  documentDiscount: answered.money().describe('The line’s share of the document’s discount, without tax.'),
  taxes: z.array(appliedTax).describe('The taxes of the line.'),
  tax: answered.money().describe('Its taxes together.'),
  total: answered.money().describe('What is owed for the line, with tax.'),
});

const answeredTag = z.object({
  ...identitySchema('tag'),
  name: z.string().describe('The tag’s name.'),
  color: z.string().nullable().describe('The colour to show it in.'),
});

/** Of a query: whether the answer tells how its amounts came about. */
export const explain = queryBoolean()
  .optional()
  .describe(
    'Adds `calculation`: every step from quantity × price to the total, each rounding and where what it left over went.',
  );

const calculationStep = z.object({
  step: z
    .enum(CALCULATION_STEPS)
    .describe(
      'What is done. Of a line: `amount` (quantity × price), `line_discount`, `discount_share` of the document’s discount, `discount_without_tax` where the price contains tax, `net`, `total`. Of a tax: `tax_base`, `tax`. Of the document: `document_discount`, `subtotal`, `net`, `total`.',
    ),
  on: z
    .string()
    .describe(
      'Whose amount it is: `products[0]`, its tax `products[0].taxes[0]`, a tax of the whole `taxes[0]`, or `document`.',
    ),
  from: answered.money().describe('The amount before the step.'),
  to: answered.money().describe('The amount after it.'),
  note: z.string().describe('The step in plain words and numbers.'),
});

/** An invoice as it is answered (reference 4.6.1): computed money as decimal strings, what was given as numbers. */
export const invoiceSchema = z
  .object({
    ...identitySchema('document'),
    invoiceNumber: z.string().describe('Its number, unique in the workspace within its type.'),
    invoiceType: z
      .enum(INVOICE_TYPES)
      .describe('`memo` is a credit memo; quotes and estimates post nothing.'),
    status: z
      .enum(INVOICE_STATUSES)
      .describe(
        'Where it stands today. `overdue` and `expired` (a quote or estimate that nobody answered) follow the date; `applied` is a memo that is used up.',
      )
      .meta(addition(['void'])),
    approvalStatus: z.enum(['draft', 'approved']).describe('Whether it is approved.'),
    paymentStatus: z.enum(['unpaid', 'partial', 'paid']).describe('How much of it is paid.'),
    isDraft: z.boolean().describe('Whether it is kept out of the books until it is approved.'),
    isSent: z.boolean().describe('Whether it was sent to the customer.'),
    sentAt: answered.instant().nullable().describe('When it was first sent.').meta(addition()),
    viewedAt: answered
      .instant()
      .nullable()
      .describe('When the customer first opened its public page.')
      .meta(addition()),
    remindersPaused: z
      .boolean()
      .describe('Whether [reminder rules](/docs/guides/reminders-and-statements) leave it out.')
      .meta(addition()),
    date: answered.date().describe('Its accounting date.'),
    dueDate: answered.date().describe('When it is due.'),
    currency: z.string().describe('Its currency, ISO 4217.'),
    exchangeRate: answeredRate()
      .describe('Units of the workspace’s currency per unit of its own; `1` where they are one.')
      .meta(addition()),
    exchangeRateDate: answered
      .date()
      .nullable()
      .describe('The day of the rate; `null` in the workspace’s currency.')
      .meta(addition()),
    exchangeRateSource: z
      .enum(RATE_SOURCES)
      .nullable()
      .describe('Whether the rate was given with the document or is from the table of exchange rates.')
      .meta(addition()),
    taxMode: z
      .enum(TAX_MODES)
      .nullable()
      .describe('What the document says of all its taxes; `null` leaves it to each of them.'),
    notes: z.string().nullable().describe('The note to the customer.'),
    customerUuid: answered.uuid().describe('The customer who is billed.'),
    customer: billedCustomer.describe('The customer; on an approved document as it was at the approval.'),
    products: z.array(answeredLine).describe('The lines, in their order.'),
    tagUuids: z.array(answered.uuid()).describe('The UUIDs of its tags.'),
    tags: z.array(answeredTag).describe('Its tags.'),
    subtotal: answered.money().describe('After the lines’ discounts, before the document’s, without tax.'),
    discount: answered.money().describe('What the document’s discount came to, without tax.'),
    discountPercent,
    discountAmount,
    discountDescription: z.string().nullable().describe('What the discount is for.'),
    taxes: z.array(appliedTax).describe('Each tax once, summed over the lines.'),
    tax: answered.money().describe('All taxes together.'),
    total: answered.money().describe('What is owed, or on a memo credited, with tax.'),
    baseTotal: answered
      .money()
      .describe('The total in the workspace’s currency, as the books have it.')
      .meta(addition()),
    paidAmount: answered.money().describe('What is paid of it, or on a memo applied.'),
    amountDue: answered.money().describe('`total` less `paidAmount`; nothing where it is void.'),
    payments: z
      .array(appliedPayment)
      .describe('What was paid on it or written off, and of a memo what was paid back.')
      .meta(addition()),
    credits: z
      .array(appliedCredit)
      .describe('The credit memos that are applied to it; of a memo, the invoices that it is applied to.')
      .meta(addition()),
    voidDate: answered
      .date()
      .nullable()
      .describe('The accounting date on which it was made void.')
      .meta(addition()),
    convertedFromUuid: answered
      .uuid()
      .nullable()
      .describe('The quote or estimate that it was made of.')
      .meta(addition()),
    convertedToUuid: answered
      .uuid()
      .nullable()
      .describe('Of a quote or estimate: the invoice that it became.')
      .meta(addition()),
    recurringInvoiceTemplateUuid: answered
      .uuid()
      .nullable()
      .describe('The template that it is a run of.')
      .meta(addition()),
    appliedToInvoiceUuid: answered
      .uuid()
      .nullable()
      .describe('Of a memo: the invoice that it names as what it credits.')
      .meta(addition()),
    creditMemoUuids: z
      .array(answered.uuid())
      .describe(
        'Of an invoice: the approved memos that name it, in that order; those that are void left out.',
      )
      .meta(addition()),
    ...timestampsSchema(),
    calculation: z
      .array(calculationStep)
      .optional()
      .describe('Only with `explain=true`: how the amounts came about, in their order.'),
    dryRun: z.literal(true).optional().describe('Only on a dry run: nothing was kept.'),
  })
  .meta({ id: 'Invoice', description: 'An invoice, quote, estimate or credit memo.' });

export type InvoiceRecord = z.output<typeof invoiceSchema>;
