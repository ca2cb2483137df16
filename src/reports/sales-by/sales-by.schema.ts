import { z } from 'zod';
import { addition, answered } from '../../platform/http/fields.ts';
import { withRules } from '../../platform/http/rules.ts';
import {
  BASIS_ALIKE,
  commonFields,
  PERIOD_RUNS_FORWARD,
  partyFields,
  periodFields,
  tagFields,
} from '../filters/filter-fields.ts';
import { comparedToField, linkField, reportHead } from '../filters/report-answers.ts';
import { comparisonField } from '../profit-and-loss/comparison-periods.ts';

const { customerUuids, customers, productUuids, products } = partyFields;

const fields = z.object({
  ...periodFields,
  ...{ customerUuids, customers, productUuids, products },
  ...tagFields,
  compareTo: comparisonField(),
  ...commonFields,
});

export const salesByQuery = withRules(fields, [PERIOD_RUNS_FORWARD, BASIS_ALIKE]);
export type SalesByQuery = z.output<typeof salesByQuery>;

const percent = (what: string) =>
  z
    .string()
    .nullable()
    .describe(`${what}, in percent with two decimals.`)
    .meta({ pattern: '^-?\\d+\\.\\d\\d$' });

const figures = {
  netSales: answered.money().describe('Sales less discounts and credit memos, without tax.'),
  share: percent('Its share of all sales; null where there are none'),
  previousNetSales: answered
    .money()
    .nullable()
    .describe('The same in the period to compare with; null where none was asked for.'),
  change: answered.money().nullable().describe('By how much it is more than there.'),
};

/** What a report of sales answers, with what its rows say of what they are of. */
function salesBySchema<Named extends Record<string, z.ZodType>>(
  id: string,
  description: string,
  named: Named,
) {
  return z
    .object({
      startDate: answered.date().describe('The first day that counts.'),
      endDate: answered.date().describe('The last day that counts.'),
      ...reportHead,
      comparedTo: comparedToField(),
      rows: z
        .array(z.object({ ...named, ...figures, link: linkField() }))
        .describe('A row for each with sales, the largest first; what names none stands in the last.'),
      totalNetSales: answered
        .money()
        .describe('All rows together: `totalIncome` of profit and loss with the same filters.'),
      previousTotalNetSales: answered.money().nullable().describe('The same in the period to compare with.'),
    })
    .meta({ id, description, ...addition() });
}

export const salesByCustomerSchema = salesBySchema(
  'SalesByCustomer',
  'What was sold in a period, customer by customer.',
  {
    customerUuid: answered.uuid().nullable().describe('The customer; null for income without one.'),
    customer: z.string().describe('The customer’s name.'),
  },
);

export const salesByProductSchema = salesBySchema(
  'SalesByProduct',
  'What was sold in a period, product by product.',
  {
    productUuid: answered.uuid().nullable().describe('The product; null for income without one.'),
    product: z.string().describe('The product’s name.'),
    code: z.string().nullable().describe('The product’s code.'),
    quantity: z
      .string()
      .nullable()
      .describe(
        'How much was sold, less what was credited. Null in the cash book, where invoices are paid in part, with filters ' +
          'by tag, mark or seal, and for income without a product.',
      )
      .meta({ pattern: '^-?\\d+(\\.\\d+)?$' }),
  },
);

export type SalesByCustomer = z.output<typeof salesByCustomerSchema>;
export type SalesByProduct = z.output<typeof salesByProductSchema>;
