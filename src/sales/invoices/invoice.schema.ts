import { z } from 'zod';
import { decimal } from '../../ledger/money/fields.ts';
import type { Decimal } from '../../ledger/money/index.ts';
import { answered, date, isCalendarDate, oneOf, report, text, uuid } from '../../platform/http/fields.ts';
import { bothAlike, oneRequired, type Rule, withRules } from '../../platform/http/rules.ts';
import { addressSchema } from '../customers/index.ts';
import { taxReferences } from '../taxes/index.ts';
import { INVOICE_TYPES } from './invoice.ts';
import { INVOICE_STATUSES } from './invoice-status.ts';

const MOST_LINES = 500;
const MOST_TAGS = 100;
const ZERO = 0n as Decimal;

const discountFields = {
  discount: decimal({ smallest: ZERO }).nullish(),
  discountType: oneOf(['amount', 'percent']).nullish(),
};

const percentWithinHundred: Rule = {
  path: 'discount',
  code: 'TOO_LARGE',
  message: 'must be at most 100 percent',
  holds: ({ discount, discountType }) =>
    discountType !== 'percent' || typeof discount !== 'bigint' || discount <= 100_000_000n,
};

const lineSchema = withRules(
  z.object({
    productUuid: uuid().optional().describe('The product (or service) that is sold.'),
    uuid: uuid().optional().describe('Another name of `productUuid`.'),
    description: text(4000).nullish().describe('Text of the line; the product’s description when left out.'),
    quantity: decimal({ positive: true }).describe('How many; more than 0, at most 6 decimals.'),
    price: decimal()
      .nullish()
      .describe('Price per unit, in the document’s currency; the product’s when left out. May be negative.'),
    unitPrice: decimal().nullish().describe('Another name of `price`.'),
    taxes: taxReferences()
      .optional()
      .describe('UUIDs of taxes; `[]` means none. Left out: the product’s, then the customer’s.'),
    taxUuids: taxReferences().optional().describe('Another name of `taxes`.'),
    discount: discountFields.discount.describe('Taken off the line, before taxes.'),
    discountType: discountFields.discountType.describe(
      'Whether `discount` is an amount (the default) or a percentage.',
    ),
  }),
  [
    oneRequired('productUuid', 'uuid'),
    bothAlike('productUuid', 'uuid'),
    bothAlike('price', 'unitPrice'),
    bothAlike('taxes', 'taxUuids'),
    percentWithinHundred,
  ],
);

/** What 4.6.1 promises for later: refused, never ignored, since an ignored schedule is a lost schedule. */
const later = (description: string) =>
  z
    .unknown()
    .superRefine((value, context) => {
      if (value != null && value !== false)
        report(context, 'NOT_AVAILABLE', 'is invalid: it is not available on this server yet');
    })
    .optional()
    .describe(description);

const sharedFields = {
  customerUuid: uuid().describe('The customer who is billed.'),
  date: date().describe('The accounting date of the document.'),
  notes: text(10_000).nullish().describe('A note to the customer.'),
  products: z.array(lineSchema).min(1).max(MOST_LINES).describe(`The lines, 1 to ${MOST_LINES}.`),
  tagUuids: z.array(uuid()).max(MOST_TAGS).nullish().describe('UUIDs of tags.'),
  currency: text(3).nullish().describe('ISO 4217 code; the workspace’s currency when left out.'),
  discount: discountFields.discount.describe('Taken off the document, shared over its lines, before taxes.'),
  discountType: discountFields.discountType.describe(
    'Whether `discount` is an amount (the default) or a percentage.',
  ),
  discountDescription: text(255).nullish().describe('What the discount is for.'),
  recurrencePattern: later('Makes a schedule. Not available yet.'),
  inAdvanceCreationDays: later('Of a schedule. Not available yet.'),
  applyCredit: later('Applies a credit memo at once. Not available yet.'),
  creditMemo: later('The credit memo to apply. Not available yet.'),
  appliedToInvoiceUuid: later('Of a memo: the invoice that it credits. Not available yet.'),
};

const invoiceNumber = () =>
  text(1000)
    .transform((value, context) => {
      const trimmed = value.trim();
      if (trimmed === '') report(context, 'REQUIRED', 'is required and must not be blank');
      else if ([...trimmed].length > 50) report(context, 'TOO_LONG', 'must be at most 50 characters long');
      return trimmed;
    })
    .meta({ minLength: 1, maxLength: 50 })
    .describe('Unique per workspace and type, ignoring case; drafts count, deleted documents do not.');

const dueDate = () => date().describe('When it is due; on or after `date`.');
const isDraft = () => z.boolean().describe('`true` keeps it out of the books until it is approved.');
const invoiceType = () =>
  oneOf(INVOICE_TYPES).describe('`memo` is a credit memo; quotes and estimates post nothing.');

const DOCUMENT_RULES: readonly Rule[] = [
  {
    path: 'dueDate',
    code: 'INVALID_DATE',
    message: 'must be on or after `date`',
    holds: (body) => !isCalendarDate(body.date) || !isCalendarDate(body.dueDate) || body.dueDate >= body.date,
  },
  percentWithinHundred,
];

/** The body as the user's page has it: seven fields are required. */
export const strictInvoiceBody = withRules(
  z.object({
    ...sharedFields,
    invoiceNumber: invoiceNumber(),
    dueDate: dueDate(),
    isDraft: isDraft(),
    invoiceType: invoiceType(),
  }),
  DOCUMENT_RULES,
);

/** The body of lenient apps: what is missing is filled in by the workspace. */
export const lenientInvoiceBody = withRules(
  z.object({
    ...sharedFields,
    invoiceNumber: invoiceNumber().nullish(),
    dueDate: dueDate().nullish(),
    isDraft: isDraft().nullish(),
    invoiceType: invoiceType().nullish(),
  }),
  DOCUMENT_RULES,
);

export type InvoiceBody = z.output<typeof lenientInvoiceBody>;

const lineTax = z.object({
  id: answered.uuid(),
  uuid: answered.uuid(),
  name: z.string(),
  percentage: z.number(),
  inclusive: z.boolean(),
  compound: z.boolean(),
  taxable: answered.money().describe('What the tax is reckoned on'),
  amount: answered.money(),
});

const answeredLine = z.object({
  id: answered.uuid(),
  uuid: answered.uuid(),
  productUuid: answered.uuid(),
  product: z.object({
    id: answered.uuid(),
    uuid: answered.uuid(),
    name: z.string(),
    code: z.string().nullable(),
    type: z.enum(['service', 'good']),
    categoryAccount: z.object({ uuid: answered.uuid(), name: z.string(), type: z.string() }).nullable(),
  }),
  description: z.string().nullable(),
  quantity: z.number(),
  price: z.number(),
  unitPrice: z.number(),
  discount: answered.money().describe('What the line’s own discount came to'),
  discountType: z.enum(['amount', 'percent']),
  discountValue: z.number().describe('The discount as it was given'),
  subtotal: answered.money().describe('After the line’s discount, before the document’s, without tax'),
  documentDiscount: answered.money().describe('The line’s share of the document’s discount'),
  taxes: z.array(lineTax),
  tax: answered.money(),
  total: answered.money(),
});

/** An invoice as it is answered (reference 4.6.1). */
export const invoiceSchema = z
  .object({
    id: answered.uuid(),
    uuid: answered.uuid(),
    invoiceNumber: z.string(),
    invoiceType: z.enum(INVOICE_TYPES),
    status: z.enum(INVOICE_STATUSES),
    approvalStatus: z.enum(['draft', 'approved']),
    paymentStatus: z.enum(['unpaid', 'partial', 'paid']),
    isDraft: z.boolean(),
    isSent: z.boolean(),
    date: answered.date(),
    dueDate: answered.date(),
    currency: z.string(),
    notes: z.string().nullable(),
    customerUuid: answered.uuid(),
    customer: z.object({
      id: answered.uuid(),
      uuid: answered.uuid(),
      customer: z.string(),
      email: z.string().nullable(),
      billingAddress: addressSchema.nullable(),
      shippingAddress: addressSchema.nullable(),
    }),
    products: z.array(answeredLine),
    tagUuids: z.array(answered.uuid()),
    tags: z.array(
      z.object({
        id: answered.uuid(),
        uuid: answered.uuid(),
        name: z.string(),
        color: z.string().nullable(),
      }),
    ),
    subtotal: answered.money().describe('After line discounts and before the document’s, without tax'),
    discount: answered.money().describe('What the document’s discount came to'),
    discountType: z.enum(['amount', 'percent']),
    discountValue: z.number().describe('The discount as it was given'),
    discountDescription: z.string().nullable(),
    taxes: z.array(lineTax),
    tax: answered.money(),
    total: answered.money(),
    paidAmount: answered.money(),
    amountDue: answered.money(),
    createdAt: answered.instant(),
    updatedAt: answered.instant(),
    dryRun: z.literal(true).optional().describe('Only on a dry run: nothing was kept'),
  })
  .meta({ id: 'Invoice' });

export type InvoiceRecord = z.output<typeof invoiceSchema>;
