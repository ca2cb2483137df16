import { z } from 'zod';
import { AGES, type Age } from '../../ledger/open-items/index.ts';
import { addition, answered, date, queryBoolean } from '../../platform/http/fields.ts';
import { commonFields, partyFields, tagFields } from '../filters/filter-fields.ts';
import { linkField, reportHead } from '../filters/report-answers.ts';

export const MOST_DOCUMENTS = 5000;

const sharedFields = {
  asOf: date().optional().describe('The day at whose end it is open; today when left out.'),
  detail: queryBoolean()
    .optional()
    .describe(
      `\`true\`: with the documents of each row, at most ${MOST_DOCUMENTS} of them; what has more must be narrowed.`,
    ),
  tagUuids: tagFields.tagUuids.describe('Only documents with at least one of these tags.'),
  tags: tagFields.tags.describe('Another name of `tagUuids`.'),
  currency: commonFields.currency,
  merged: commonFields.merged,
  throughSeal: commonFields.throughSeal.describe(
    'Only what was sealed up to this number, with what was allocated until then, and with the names and merges from then. ' +
      'Give `asOf` as well: today is another day tomorrow.',
  ),
};

export const receivablesAgingQuery = z.object({
  ...sharedFields,
  customerUuids: partyFields.customerUuids.describe('Only these customers.'),
  customers: partyFields.customers,
});

export const payablesAgingQuery = z.object({
  ...sharedFields,
  vendorUuids: partyFields.vendorUuids.describe('Only these vendors.'),
  vendors: partyFields.vendors,
});

export type AgingQuery = z.output<typeof receivablesAgingQuery> & z.output<typeof payablesAgingQuery>;

const MEANINGS: Readonly<Record<Age, string>> = {
  notYetOverdue: 'What is not due yet, or today.',
  lessThanOrEqualTo30: 'What has been due for 1 to 30 days.',
  between31And60: 'What has been due for 31 to 60 days.',
  between61And90: 'What has been due for 61 to 90 days.',
  moreThan90: 'What has been due for longer.',
  credits: 'What is owed the other way: memos and money on account that are not used up; never positive.',
};

const ages = Object.fromEntries(AGES.map((age) => [age, answered.money().describe(MEANINGS[age])])) as Record<
  Age,
  z.ZodString
>;

const documentSchema = z.object({
  type: z.string().describe('`invoice`, `memo`, `payment`, `refund`, `journal` or what else posted it.'),
  sourceUuid: answered.uuid().describe('The document, payment or entry.'),
  number: z.string().nullable().describe('Its number, or its reference.'),
  date: answered.date().describe('Its accounting date.'),
  dueDate: answered.date().describe('When it is due: what is no invoice, on its own date.'),
  daysOverdue: z.int().describe('For how many days it has been due; 0 where it is not, and of a credit.'),
  age: z.enum(AGES).describe('The column that it stands in.'),
  amount: answered.money().describe('What is open of it; a credit is negative.'),
  documentAmount: answered.money().describe('The same in the document’s currency.'),
  documentCurrency: z.string().describe('The document’s currency.'),
});

/** Keys of a row that name its party, to be chosen by the side of the report. */
function agingSchema<Party extends Record<string, z.ZodType>>(id: string, description: string, party: Party) {
  return z
    .object({
      asOf: answered.date().describe('The day at whose end it is open.'),
      ...reportHead,
      rows: z
        .array(
          z.object({
            ...party,
            ...ages,
            total: answered.money().describe('All ages and credits together.'),
            inDocumentCurrencies: z
              .array(
                z.object({
                  currency: z.string().describe('A currency of its documents.'),
                  total: answered.money().describe('What is open in it.'),
                }),
              )
              .describe('The total in the currencies of the documents.'),
            documents: z.array(documentSchema).optional().describe('With `detail`: what it adds up.'),
            link: linkField(),
          }),
        )
        .describe('A row for each with something open, by name; what names none stands in the last.'),
      totals: z.object(ages).describe('All rows together.'),
      total: answered
        .money()
        .describe('All of it: the balance of the control account, unless a filter is given.'),
      link: linkField(),
    })
    .meta({ id, description, ...addition() });
}

export const receivablesAgingSchema = agingSchema(
  'ReceivablesAging',
  'What customers owe on a day, by how long it has been due.',
  {
    customerUuid: answered
      .uuid()
      .nullable()
      .describe('The customer; null for journal entries and opening balances that name none.'),
    customer: z.string().describe('The customer’s name.'),
  },
);

export const payablesAgingSchema = agingSchema(
  'PayablesAging',
  'What is owed to vendors on a day, by how long it has been due.',
  {
    vendorUuid: answered
      .uuid()
      .nullable()
      .describe('The vendor; null for journal entries and opening balances that name none.'),
    vendor: z.string().describe('The vendor’s name.'),
  },
);

export type ReceivablesAging = z.output<typeof receivablesAgingSchema>;
export type PayablesAging = z.output<typeof payablesAgingSchema>;
