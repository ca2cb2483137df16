import { z } from 'zod';
import type { ErrorCode } from '../../errors.ts';
import { RATE_SOURCES } from '../../ledger/exchange-rates/choose-rate.ts';
import { currencyCode, decimal, exchangeRate } from '../../ledger/money/fields.ts';
import { HUNDRED, ZERO } from '../../ledger/money/index.ts';
import { TAX_MODES } from '../../ledger/taxes/index.ts';
import {
  addition,
  date,
  isCalendarDate,
  mayBeMissing,
  oneOf,
  refuseSeveralLines,
  report,
  text,
  uuid,
} from '../../platform/http/fields.ts';
import { bothAlike, oneRequired, type Rule, requiredByEither, withRules } from '../../platform/http/rules.ts';
import {
  inAdvanceCreationDays,
  recurrenceInterval,
  recurrencePattern,
} from '../../platform/recurrence/schedule.schema.ts';
import { taxReferences } from '../taxes/index.ts';
import {
  APPLY_CREDIT_RULES,
  applyCreditFields,
  misplaced,
  noApplyCreditFields,
  ONLY_MEMOS_CREDIT,
  originalFields,
} from './credit-body.schema.ts';
import { TOLD_DISCOUNT_RULES } from './given-discount.ts';
import { INVOICE_TYPES } from './invoice.ts';

const MOST_LINES = 500;
const MOST_TAGS = 100;
const DISCOUNT_TYPES = ['amount', 'percent'] as const;

const discountFields = {
  discount: decimal().nullish().meta(addition()),
  discountType: oneOf(DISCOUNT_TYPES).nullish().meta(addition()),
  discountPercent: decimal({ smallest: ZERO, largest: HUNDRED })
    .nullish()
    .describe(
      'The discount as a percentage, as answers have it. `discount` beside it is what it comes to, and may be left out.',
    )
    .meta(addition()),
  discountAmount: decimal({ smallest: ZERO })
    .nullish()
    .describe(
      'The discount as an amount, as answers have it. `discount` beside it is what it comes to, and may be left out.',
    )
    .meta(addition()),
};

const percentWithinHundred: Rule = {
  path: 'discount',
  code: 'TOO_LARGE',
  message: 'must be at most 100 percent',
  holds: ({ discount, discountType, discountPercent }) =>
    discountType !== 'percent' ||
    typeof discountPercent === 'bigint' ||
    typeof discount !== 'bigint' ||
    discount <= HUNDRED,
};

/** What JSON Schema says of a line: it names its product. */
export const NAMES_PRODUCT = requiredByEither('productUuid', 'uuid');

/** A line of a document. */
export const lineSchema = withRules(
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
    discountPercent: discountFields.discountPercent,
    discountAmount: discountFields.discountAmount,
  }),
  [
    oneRequired('productUuid', 'uuid'),
    bothAlike('price', 'unitPrice'),
    bothAlike('taxes', 'taxUuids'),
    percentWithinHundred,
    ...TOLD_DISCOUNT_RULES,
  ],
).meta(NAMES_PRODUCT);

/** The lines of a document. */
export const linesOf = <Line extends z.ZodType>(line: Line) =>
  z.array(line).min(1).max(MOST_LINES).describe('The lines.');

/** A document's number, trimmed. */
export const invoiceNumber = () =>
  text(1000)
    .transform((value, context) => {
      const trimmed = value.trim();
      if (trimmed === '') report(context, 'REQUIRED', 'is required and must not be blank');
      else if ([...trimmed].length > 50) report(context, 'TOO_LONG', 'must be at most 50 characters long');
      else refuseSeveralLines(trimmed, context);
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
  ...TOLD_DISCOUNT_RULES,
];

/** Clients that fill in a form send `""`, or blanks, for what was left empty. */
const blankAsMissing = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .preprocess(
      (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
      schema.nullish(),
    )
    .optional()
    .describe(schema.description!);

/** What makes a schedule of an invoice; see recurring/. */
const recurrenceFields = {
  recurrencePattern: blankAsMissing(recurrencePattern())
    .describe(
      'Makes a [template](/docs/recurring-invoices/create-recurring-invoice-template) of the document too, of which this is the first run; of a draft, it is paused until the draft is approved. Not for memos.',
    )
    .meta(addition()),
  recurrenceInterval: blankAsMissing(recurrenceInterval()).meta(addition()),
  inAdvanceCreationDays: blankAsMissing(inAdvanceCreationDays()).meta(addition()),
};

const onlyOnTemplate = () =>
  misplaced(
    'must be left out: change the template instead',
    'Only on creation: change the template instead.',
  );
/** Of an existing document no schedule is made. */
export const noRecurrenceFields = {
  recurrencePattern: onlyOnTemplate(),
  recurrenceInterval: onlyOnTemplate(),
  inAdvanceCreationDays: onlyOnTemplate(),
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
    // A form sends the defaults of a schedule that nobody wants: they say nothing more.
    holds: ({ recurrencePattern: pattern, recurrenceInterval: interval, inAdvanceCreationDays: days }) =>
      pattern != null || ((interval ?? 1) === 1 && (days ?? 0) === 0),
  },
];

const CREATION_RULES = [...DOCUMENT_RULES, ONLY_MEMOS_CREDIT, ...APPLY_CREDIT_RULES, ...RECURRENCE_RULES];

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
    products: linesOf(lineSchema),
    tagUuids: z.array(uuid()).max(MOST_TAGS).nullish().describe('UUIDs of tags.'),
    currency: blankAsMissing(
      currencyCode().describe('ISO 4217 code; the workspace’s currency when left out.'),
    ).meta(addition()),
    exchangeRate: exchangeRate()
      .nullish()
      .describe(
        'Units of the workspace’s currency per unit of `currency`; when left out, the rate of [the table](/docs/exchange-rates/list-exchange-rates) that holds on `date`. More than 0, at most 10 decimals.',
      )
      .meta(addition()),
    exchangeRateSource: oneOf(RATE_SOURCES)
      .nullish()
      .describe(
        '`table`: the rate is looked up, whatever `exchangeRate` says, so that a record can be sent back as it was answered.',
      )
      .meta(addition()),
    discount: discountFields.discount.describe(
      'Taken off the document, shared over its lines, before taxes unless they are inclusive.',
    ),
    discountType: discountFields.discountType.describe(
      'Whether `discount` is an amount (the default) or a percentage.',
    ),
    discountPercent: discountFields.discountPercent,
    discountAmount: discountFields.discountAmount,
    discountDescription: text(255).nullish().describe('What the discount is for.').meta(addition()),
    taxMode: oneOf(TAX_MODES)
      .nullish()
      .describe(
        '`exclusive`: taxes are added to the prices; `inclusive`: prices contain them; `none`: no taxes. Wins over what each tax says of itself, which decides when left out.',
      )
      .meta(addition()),
    ...originalFields,
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
    ...applyCreditFields,
    ...recurrenceFields,
  }),
  CREATION_RULES,
);

const fillable = () => ({
  invoiceNumber: blankAsMissing(invoiceNumber()),
  dueDate: blankAsMissing(dueDate()),
  isDraft: mayBeMissing(isDraft()),
  invoiceType: blankAsMissing(invoiceType()),
});

/** The body of lenient apps: what is missing is filled in by the workspace. */
export const lenientInvoiceBody = withRules(
  z.object({ ...bodyFields(fillable()), ...applyCreditFields, ...recurrenceFields }),
  CREATION_RULES,
);

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
    ...noApplyCreditFields,
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
  'CUSTOMER_MERGED',
  'PRODUCT_INACTIVE',
  'TAX_INACTIVE',
  'PRODUCT_WITHOUT_CATEGORY_ACCOUNT',
  'MIXED_INCLUSIVE_TAXES',
  'SECOND_COMPOUND_TAX',
  'NEGATIVE_TOTAL',
  'EXCHANGE_RATE_REQUIRED',
  'PERIOD_CLOSED',
  'BEFORE_CUTOVER',
  'OPENING_RECEIVABLES_EXCEEDED',
] as const satisfies readonly ErrorCode[];

/** Fields of COUNT's own that an answer does not have, and that only the server decides (reference 4.6). */
export const INTERNAL_ONLY = ['approved', 'isDeleted', 'teamId'];
