import { z } from 'zod';
import type { ErrorCode } from '../../errors.ts';
import { decimal } from '../../ledger/money/fields.ts';
import { HUNDRED, ZERO } from '../../ledger/money/index.ts';
import { CALCULATION_STEPS, TAX_MODES } from '../../ledger/taxes/index.ts';
import {
  addition,
  answered,
  date,
  isCalendarDate,
  mayBeMissing,
  oneOf,
  queryBoolean,
  report,
  text,
  uuid,
} from '../../platform/http/fields.ts';
import { identitySchema, timestampsSchema } from '../../platform/http/record.ts';
import { bothAlike, oneRequired, type Rule, requiredByEither, withRules } from '../../platform/http/rules.ts';
import { addressSchema } from '../customers/index.ts';
import { namedTaxSchema, taxReferences } from '../taxes/index.ts';
import { appliedCredit, appliedPayment } from './applied.schema.ts';
import { INVOICE_TYPES } from './invoice.ts';
import { INVOICE_STATUSES } from './invoice-status.ts';
import { inAdvanceCreationDays, recurrenceInterval, recurrencePattern } from './recurring/schedule.schema.ts';

const MOST_LINES = 500;
const MOST_TAGS = 100;
const DISCOUNT_TYPES = ['amount', 'percent'] as const;

const discountFields = {
  discount: decimal({ smallest: ZERO }).nullish().meta(addition()),
  discountType: oneOf(DISCOUNT_TYPES).nullish().meta(addition()),
};

const percentWithinHundred: Rule = {
  path: 'discount',
  code: 'TOO_LARGE',
  message: 'must be at most 100 percent',
  holds: ({ discount, discountType }) =>
    discountType !== 'percent' || typeof discount !== 'bigint' || discount <= HUNDRED,
};

const lineSchema = withRules(
  z.object({
    productUuid: uuid().nullish().describe('The product (or service) that is sold.'),
    uuid: uuid()
      .nullish()
      .describe(
        'Another name of `productUuid`; not read beside it, since in answers it is the line’s own id.',
      )
      .meta(addition()),
    description: text(4000).nullish().describe('Text of the line; the product’s description when left out.'),
    quantity: decimal({ positive: true }).describe('How many; more than 0, at most 6 decimals.'),
    price: decimal()
      .nullish()
      .describe(
        'Price per unit, in the document’s currency; the product’s when left out. May be negative. Contains the line’s taxes where they are inclusive.',
      ),
    unitPrice: decimal().nullish().describe('Another name of `price`.').meta(addition()),
    taxes: taxReferences()
      .optional()
      .describe(
        'UUIDs of taxes; `[]` means none. Left out: the product’s and the customer’s together, or none where the customer is `taxExcluded`.',
      ),
    taxUuids: taxReferences().optional().describe('Another name of `taxes`.').meta(addition()),
    discount: discountFields.discount.describe(
      'Taken off the line’s price, which is before taxes unless they are inclusive.',
    ),
    discountType: discountFields.discountType.describe(
      'Whether `discount` is an amount (the default) or a percentage.',
    ),
  }),
  [
    oneRequired('productUuid', 'uuid'),
    bothAlike('price', 'unitPrice'),
    bothAlike('taxes', 'taxUuids'),
    percentWithinHundred,
  ],
).meta(requiredByEither('productUuid', 'uuid'));

/** What 4.6.1 promises for later: refused, never ignored, since an ignored schedule is a lost schedule. */
const later = (description: string) =>
  z
    .unknown()
    .superRefine((value, context) => {
      if (value != null && value !== false)
        report(context, 'NOT_AVAILABLE', 'is invalid: it is not available on this server yet');
    })
    .optional()
    .describe(description)
    .meta(addition());

/** A document's number, trimmed. */
export const invoiceNumber = () =>
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
  oneOf(INVOICE_TYPES)
    .describe('`memo` is a credit memo; quotes and estimates post nothing.')
    .meta(addition(['memo']));

/** The rules across the fields of a document. */
export const DOCUMENT_RULES: readonly Rule[] = [
  {
    path: 'dueDate',
    code: 'INVALID_DATE',
    message: 'must be on or after `date`',
    holds: (body) => !isCalendarDate(body.date) || !isCalendarDate(body.dueDate) || body.dueDate >= body.date,
  },
  percentWithinHundred,
];

/** What makes a schedule of an invoice; see recurring/. */
const recurrenceFields = {
  recurrencePattern: recurrencePattern()
    .nullish()
    .describe(
      'Makes a [template](/docs/recurring-invoices/create-recurring-invoice-template) of the document too, of which this is the first run. Not for memos.',
    )
    .meta(addition()),
  recurrenceInterval: mayBeMissing(recurrenceInterval()).meta(addition()),
  inAdvanceCreationDays: mayBeMissing(inAdvanceCreationDays()).meta(addition()),
};

/** Of an existing document no schedule is made. */
const noRecurrenceFields = {
  recurrencePattern: later('Only on creation: change the template instead.'),
  recurrenceInterval: later('Only on creation: change the template instead.'),
  inAdvanceCreationDays: later('Only on creation: change the template instead.'),
};

const RECURRENCE_RULES: readonly Rule[] = [
  {
    path: 'recurrencePattern',
    code: 'INVALID_VALUE',
    message: 'must be left out: a memo cannot recur',
    holds: ({ recurrencePattern: pattern, invoiceType: type }) => pattern == null || type !== 'memo',
  },
  {
    path: 'recurrencePattern',
    code: 'REQUIRED',
    message: 'is required where the schedule says more',
    holds: ({ recurrencePattern: pattern, recurrenceInterval: interval, inAdvanceCreationDays: days }) =>
      pattern !== null && pattern !== undefined ? true : interval == null && days == null,
  },
];

interface FillableFields {
  readonly invoiceNumber: z.ZodType;
  readonly dueDate: z.ZodType;
  readonly isDraft: z.ZodType;
  readonly invoiceType: z.ZodType;
}

/** The fields of a body in the order of the user's page; those that a lenient app may leave out are handed in. */
function bodyFields<Fillable extends FillableFields>({
  invoiceNumber,
  dueDate,
  isDraft,
  invoiceType,
}: Fillable) {
  return {
    customerUuid: uuid().describe('The customer who is billed.'),
    invoiceNumber: invoiceNumber as Fillable['invoiceNumber'],
    date: date().describe('The accounting date of the document.'),
    dueDate: dueDate as Fillable['dueDate'],
    isDraft: isDraft as Fillable['isDraft'],
    invoiceType: invoiceType as Fillable['invoiceType'],
    notes: text(10_000).nullish().describe('A note to the customer.'),
    products: z.array(lineSchema).min(1).max(MOST_LINES).describe('The lines.'),
    tagUuids: z.array(uuid()).max(MOST_TAGS).nullish().describe('UUIDs of tags.'),
    currency: text(3)
      .nullish()
      .describe('ISO 4217 code; the workspace’s currency when left out.')
      .meta(addition()),
    discount: discountFields.discount.describe(
      'Taken off the document, shared over its lines, before taxes unless they are inclusive.',
    ),
    discountType: discountFields.discountType.describe(
      'Whether `discount` is an amount (the default) or a percentage.',
    ),
    discountDescription: text(255).nullish().describe('What the discount is for.').meta(addition()),
    taxMode: oneOf(TAX_MODES)
      .nullish()
      .describe(
        '`exclusive`: taxes are added to the prices; `inclusive`: prices contain them; `none`: no taxes. Wins over what each tax says of itself, which decides when left out.',
      )
      .meta(addition()),
    applyCredit: later('Applies a credit memo at once. Not available yet.'),
    creditMemo: later('The credit memo to apply. Not available yet.'),
    appliedToInvoiceUuid: later('Of a memo: the invoice that it credits. Not available yet.'),
    appliedToInvoiceId: later('Never accepted: use `appliedToInvoiceUuid`, once it is available.'),
  };
}

/** The body as the user's page has it: seven fields are required. */
export const strictInvoiceBody = withRules(
  z.object({
    ...bodyFields({
      invoiceNumber: invoiceNumber(),
      dueDate: dueDate(),
      isDraft: isDraft(),
      invoiceType: invoiceType(),
    }),
    ...recurrenceFields,
  }),
  [...DOCUMENT_RULES, ...RECURRENCE_RULES],
);

/** Clients that fill in a form send `""` for what was left empty. */
const blankAsMissing = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .preprocess((value) => (value === '' ? undefined : value), schema.nullish())
    .optional()
    .describe(schema.description!);

const fillable = () => ({
  invoiceNumber: blankAsMissing(invoiceNumber()),
  dueDate: blankAsMissing(dueDate()),
  isDraft: mayBeMissing(isDraft()),
  invoiceType: blankAsMissing(invoiceType()),
});

/** The body of lenient apps: what is missing is filled in by the workspace. */
export const lenientInvoiceBody = withRules(z.object({ ...bodyFields(fillable()), ...recurrenceFields }), [
  ...DOCUMENT_RULES,
  ...RECURRENCE_RULES,
]);

/** The fields of a document, of which those that a workspace can fill in may be left out. */
export const DOCUMENT_FIELDS = bodyFields(fillable());
const { customerUuid, date: documentDate, products, ...others } = DOCUMENT_FIELDS;

/** The body of an update: only what changes. */
export const updateInvoiceBody = withRules(
  z.object({
    ...others,
    customerUuid: customerUuid.optional(),
    date: documentDate.optional(),
    products: products.optional(),
    ...noRecurrenceFields,
  }),
  DOCUMENT_RULES,
);

export type UpdateInvoiceBody = z.output<typeof updateInvoiceBody>;

/** A document's body as it is composed: what makes a schedule concerns the template. */
export type InvoiceBody = Omit<z.output<typeof lenientInvoiceBody>, keyof typeof recurrenceFields>;

/** What may be wrong with what a document names or comes to, whenever it is composed. */
export const COMPOSITION_ERRORS = [
  'CUSTOMER_NOT_FOUND',
  'PRODUCT_NOT_FOUND',
  'TAX_NOT_FOUND',
  'TAG_NOT_FOUND',
  'CUSTOMER_INACTIVE',
  'PRODUCT_INACTIVE',
  'TAX_INACTIVE',
  'PRODUCT_WITHOUT_CATEGORY_ACCOUNT',
  'MIXED_INCLUSIVE_TAXES',
  'SECOND_COMPOUND_TAX',
  'NEGATIVE_TOTAL',
  'PERIOD_CLOSED',
] as const satisfies readonly ErrorCode[];

/** Fields of COUNT's own that an answer does not have, and that only the server decides (reference 4.6). */
export const INTERNAL_ONLY = ['approved', 'isDeleted', 'teamId'];

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
    date: answered.date().describe('Its accounting date.'),
    dueDate: answered.date().describe('When it is due.'),
    currency: z.string().describe('Its currency, ISO 4217.'),
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
    discountDescription: z.string().nullable().describe('What the discount is for.'),
    taxes: z.array(appliedTax).describe('Each tax once, summed over the lines.'),
    tax: answered.money().describe('All taxes together.'),
    total: answered.money().describe('What is owed, or on a memo credited, with tax.'),
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
    ...timestampsSchema(),
    calculation: z
      .array(calculationStep)
      .optional()
      .describe('Only with `explain=true`: how the amounts came about, in their order.'),
    dryRun: z.literal(true).optional().describe('Only on a dry run: nothing was kept.'),
  })
  .meta({ id: 'Invoice', description: 'An invoice, quote, estimate or credit memo.' });

export type InvoiceRecord = z.output<typeof invoiceSchema>;
