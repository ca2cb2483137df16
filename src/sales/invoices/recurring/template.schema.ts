import { z } from 'zod';
import { addition, answered, mayBeMissing, oneOf, report } from '../../../platform/http/fields.ts';
import { identitySchema, timestampsSchema } from '../../../platform/http/record.ts';
import { withRules } from '../../../platform/http/rules.ts';
import {
  ENDS_AFTER_BEGIN,
  inAdvanceCreationDays,
  recurrenceEnd,
  recurrenceInterval,
  recurrencePattern,
} from '../../../platform/recurrence/schedule.schema.ts';
import { RECURRENCE_PATTERNS } from '../../../platform/recurrence/schedule.ts';
import { taxReferencesAsAnswered } from '../../taxes/index.ts';
import { noRecurringCreditFields } from '../credit-body.schema.ts';
import {
  DOCUMENT_FIELDS,
  DOCUMENT_RULES,
  lineSchema,
  linesOf,
  NAMES_PRODUCT,
} from '../invoice-body.schema.ts';

/** What may recur: a memo answers something that happened once. */
const RECURRING_TYPES = ['invoice', 'quote', 'estimate'] as const;

const {
  customerUuid,
  date: firstDate,
  products,
  invoiceNumber,
  exchangeRateSource: _,
  ...others
} = DOCUMENT_FIELDS;

const shared = {
  ...others,
  ...noRecurringCreditFields,
  invoiceNumber: invoiceNumber.describe(
    'A label for the template, by which a list finds it. Each document gets the next number of the workspace’s series.',
  ),
  dueDate: others.dueDate.describe(
    'When the first document is due; the others as many days after their date. By payment term when left out.',
  ),
  invoiceType: oneOf(RECURRING_TYPES, 'must be invoice, quote or estimate: a memo cannot recur')
    .nullish()
    .describe('What is made; `invoice` when left out.'),
  isDraft: z.boolean().nullish().describe('`true`, the default, pauses the template until it is resumed.'),
  recurrenceInterval: mayBeMissing(recurrenceInterval()),
  inAdvanceCreationDays: mayBeMissing(inAdvanceCreationDays()),
  exchangeRate: z
    .unknown()
    .transform((value, context): undefined => {
      if (value != null)
        report(
          context,
          'INVALID_VALUE',
          'must be left out: each document takes the rate of its date from the table',
        );
    })
    .optional()
    .describe('To be left out: each document takes the rate of its date from the table of exchange rates.')
    .meta(addition()),
  ...recurrenceEnd('a document', 'documents'),
};

const TEMPLATE_RULES = [...DOCUMENT_RULES, ENDS_AFTER_BEGIN];

export const createTemplateBody = withRules(
  z.object({
    customerUuid,
    date: firstDate.describe(
      'The date of the first document; it decides the day of the month of all others.',
    ),
    products,
    recurrencePattern: recurrencePattern(),
    ...shared,
  }),
  TEMPLATE_RULES,
);

const changedLine = lineSchema
  .safeExtend({
    taxes: taxReferencesAsAnswered()
      .optional()
      .describe(
        'UUIDs of taxes; `[]` means none. Left out, or null as it is answered then: those of product and customer at each run.',
      ),
  })
  .meta(NAMES_PRODUCT);

export const updateTemplateBody = withRules(
  z.object({
    customerUuid: customerUuid.optional(),
    date: firstDate
      .optional()
      .describe('Another than before begins the schedule anew with a document on this date.'),
    products: linesOf(changedLine).optional(),
    recurrencePattern: recurrencePattern().optional(),
    ...shared,
  }),
  TEMPLATE_RULES,
);

export type UpdateTemplateBody = z.output<typeof updateTemplateBody>;

const templateLine = z.object({
  productUuid: answered.uuid().describe('The product that is sold.'),
  description: z.string().nullable().describe('Text of the line; the product’s where null.'),
  quantity: z.number().describe('How many.'),
  price: z.number().nullable().describe('Price per unit; the product’s at each run where null.'),
  unitPrice: z.number().nullable().describe('The same as `price`.'),
  taxes: z
    .array(answered.uuid())
    .nullable()
    .describe('UUIDs of taxes; those of product and customer at each run where null.'),
  discount: z.number().nullable().describe('Taken off the line.'),
  discountType: z.enum(['amount', 'percent']).nullable().describe('What `discount` is.'),
});

export const templateSchema = z
  .object({
    ...identitySchema('template'),
    status: z
      .enum(['active', 'paused', 'ended'])
      .describe('`active` makes documents, `paused` none until resumed, `ended` none any more.'),
    isDraft: z.boolean().describe('Whether it is paused.'),
    recurrencePattern: z.enum(RECURRENCE_PATTERNS).describe('How often.'),
    recurrenceInterval: z.int().describe('Every so many steps of the pattern.'),
    inAdvanceCreationDays: z.int().describe('How many days before its date each document is made.'),
    recurrenceEndDate: answered.date().nullable().describe('The last date on which a document may fall.'),
    recurrenceCount: z.int().nullable().describe('How many documents are made at most.'),
    date: answered.date().describe('The date of the first document of the schedule.'),
    dueDate: answered.date().nullable().describe('When that is due; by payment term where null.'),
    nextDate: answered.date().nullable().describe('The date of the next document; null once it has ended.'),
    runCount: z.int().describe('How many documents it has made.'),
    lastRun: z
      .object({
        date: answered.date().describe('Its date in the schedule.'),
        invoiceUuid: answered.uuid().describe('The document.'),
        heldForApproval: z
          .boolean()
          .describe(
            'Whether it was made as a draft, since from the four-eyes limit on a second person approves it.',
          )
          .meta(addition()),
        createdAt: answered.instant().describe('When it was made.'),
      })
      .nullable()
      .describe('The newest document that it has made.'),
    failure: z
      .object({
        code: z.string().describe('The code with which the document would have been refused.'),
        message: z.string().describe('Why, for people.'),
        attempts: z.int().describe('How often it was tried.'),
        failedAt: answered.instant().describe('When it was last tried.'),
      })
      .nullable()
      .describe(
        'Why the document of `nextDate` could not be made. It is tried again, at once after a change.',
      ),
    invoiceType: z.enum(RECURRING_TYPES).describe('What is made.'),
    invoiceNumber: z.string().nullable().describe('The label of the template.'),
    customerUuid: answered.uuid().describe('The customer who is billed.'),
    customer: z
      .object({
        ...identitySchema('customer'),
        customer: z.string().describe('The customer’s name.'),
        email: z.string().nullable().describe('The customer’s email address.'),
      })
      .describe('The customer.'),
    currency: z.string().describe('The currency of its documents.'),
    notes: z.string().nullable().describe('The note to the customer.'),
    products: z.array(templateLine).describe('The lines, as they were given.'),
    tagUuids: z.array(answered.uuid()).describe('The UUIDs of its tags.'),
    discount: z.number().nullable().describe('Taken off each document.'),
    discountType: z.enum(['amount', 'percent']).nullable().describe('What `discount` is.'),
    discountDescription: z.string().nullable().describe('What the discount is for.'),
    taxMode: z
      .enum(['exclusive', 'inclusive', 'none'])
      .nullable()
      .describe('What each document says of all its taxes.'),
    total: answered.money().describe('What a document came to when the template was last changed.'),
    ...timestampsSchema(),
  })
  .meta({
    id: 'RecurringInvoiceTemplate',
    description: 'Invoices, quotes or estimates that are made again and again.',
  });

export type TemplateRecord = z.output<typeof templateSchema>;
