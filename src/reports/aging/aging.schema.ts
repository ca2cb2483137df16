import { z } from 'zod';
import { answered, date, queryBoolean, queryInteger, queryUuids, text } from '../../platform/http/fields.ts';
import { bothAlike, withRules } from '../../platform/http/rules.ts';
import { linkField, reportHead } from '../filters/report-answers.ts';

export const MOST_ROWS = 5000;

const shared = {
  asOf: date()
    .optional()
    .describe('The day whose end counts; today in the time zone of the workspace when left out.'),
  endDate: date().optional().describe('Another name of `asOf`, as other reports have it.'),
  detail: queryBoolean().optional().describe('`true`: every open document of each row too.'),
  currency: text(3).optional().describe('Only the currency of the workspace is available.'),
  limit: queryInteger(1, MOST_ROWS)
    .optional()
    .describe(`How many rows at most, 1 to ${MOST_ROWS}, the largest totals; ${MOST_ROWS} when left out.`),
};

export const receivablesAgingQuery = withRules(
  z.object({
    ...shared,
    customerUuids: queryUuids().optional().describe('Only these customers.'),
    customers: queryUuids().optional().describe('Another name of `customerUuids`.'),
  }),
  [bothAlike('asOf', 'endDate')],
);
export const payablesAgingQuery = withRules(
  z.object({
    ...shared,
    vendorUuids: queryUuids().optional().describe('Only these vendors.'),
    vendors: queryUuids().optional().describe('Another name of `vendorUuids`.'),
  }),
  [bothAlike('asOf', 'endDate')],
);

const amounts = {
  notYetOverdue: answered.money().describe('Due on the day or later.'),
  lessThanOrEqualTo30: answered.money().describe('1 to 30 days overdue.'),
  between31And60: answered.money().describe('31 to 60 days overdue.'),
  between61And90: answered.money().describe('61 to 90 days overdue.'),
  moreThan90: answered.money().describe('More than 90 days overdue.'),
  credits: answered
    .money()
    .describe('What is owed the other way and not yet applied: memos, money on account. Zero or negative.'),
  total: answered.money().describe('All of these together.'),
};

const document = z.object({
  type: z.string().describe('`invoice`, `memo`, `payment`, `journal`, `opening`, ...'),
  uuid: answered.uuid().describe('The document.'),
  number: z.string().nullable().describe('Its number or reference.'),
  date: answered.date().describe('Its date.'),
  dueDate: answered.date().nullable().describe('When it is due; null where that says nothing.'),
  daysOverdue: z.int().describe('How many days it is overdue; 0 where it is not.'),
  currency: z.string().describe('Its currency.'),
  amount: answered.money().describe('What is open of it, in its currency.'),
  baseAmount: answered
    .money()
    .describe('The same in the currency of the workspace, at the rate of the document.'),
});

const { basis: _, ...head } = reportHead;

const schemaOf = <Party extends z.ZodRawShape>(party: Party, id: string, description: string) =>
  z
    .object({
      asOf: answered.date().describe('The day whose end counts.'),
      ...head,
      ...amounts,
      rows: z
        .array(
          z.object({
            ...party,
            ...amounts,
            documents: z.array(document).nullable().describe('What is open, with `detail`; else null.'),
            link: linkField(),
          }),
        )
        .describe('The largest total first.'),
      totalRecords: z.int().describe('How many rows there are, also beyond `limit`; the totals are of all.'),
    })
    .meta({ id, description });

export const receivablesAgingSchema = schemaOf(
  {
    customerUuid: answered
      .uuid()
      .nullable()
      .describe('The customer; null is what belongs to nobody: entries that name none, opening balances.'),
    customerName: z.string().nullable().describe('The customer’s name.'),
  },
  'ReceivablesAging',
  'What customers owe, by how long it is overdue.',
);
export const payablesAgingSchema = schemaOf(
  {
    vendorUuid: answered
      .uuid()
      .nullable()
      .describe('The vendor; null is what belongs to nobody: entries that name none, opening balances.'),
    vendorName: z.string().nullable().describe('The vendor’s name.'),
  },
  'PayablesAging',
  'What is owed to vendors, by how long it is overdue.',
);
