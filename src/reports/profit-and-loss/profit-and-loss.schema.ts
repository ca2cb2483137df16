import { z } from 'zod';
import { addition, answered, oneOf, queryBoolean, queryUuids } from '../../platform/http/fields.ts';
import { withRules } from '../../platform/http/rules.ts';
import {
  accountFields,
  BASIS_ALIKE,
  commonFields,
  PERIOD_RUNS_FORWARD,
  partyFields,
  periodFields,
  tagFields,
} from '../filters/filter-fields.ts';
import { accountOfRow, amountsField, linkField, reportHead } from '../filters/report-answers.ts';
import { STATEMENT_COMPARISONS } from './comparison-periods.ts';

const fields = z.object({
  ...periodFields,
  categoryAccountUuids: queryUuids().optional().describe('Only these accounts of income and expenses.'),
  categoryAccountUuid: queryUuids().optional().describe('Another name of `categoryAccountUuids`.'),
  categoryAccount: queryUuids().optional().describe('Another name of `categoryAccountUuids`.'),
  ...accountFields,
  ...tagFields,
  ...partyFields,
  isPnLByTag: queryBoolean()
    .optional()
    .describe(
      '`true`: a column for each tag. What has several tags is in the column of each; `amount` counts it once.',
    ),
  includeNoTag: queryBoolean()
    .optional()
    .describe(
      'With `isPnLByTag`: whether there is a column of what has no tag; `true` when left out. With tags: `true` counts what ' +
        'has no tag as well.',
    ),
  reportYear: oneOf(['financial', 'calendar'])
    .optional()
    .describe('Adds a column from the first day of this year that `endDate` lies in.'),
  compareTo: oneOf(STATEMENT_COMPARISONS)
    .optional()
    .describe(
      'What the second column is of: the period before, or the same days of the year before. When left out `previousYear`, ' +
        'with `isPnLByTag` `none`.',
    )
    .meta(addition()),
  ...commonFields,
});

export const profitAndLossQuery = withRules(fields, [PERIOD_RUNS_FORWARD, BASIS_ALIKE]);
export type ProfitAndLossQuery = z.output<typeof profitAndLossQuery>;

export const SECTIONS = [
  { key: 'income', name: 'Income' },
  { key: 'costOfSales', name: 'Cost of sales' },
  { key: 'operatingExpenses', name: 'Operating expenses' },
  { key: 'otherIncome', name: 'Other income' },
  { key: 'otherExpenses', name: 'Other expenses' },
] as const;
export type SectionKey = (typeof SECTIONS)[number]['key'];

export const profitAndLossSchema = z
  .object({
    startDate: answered.date().describe('The first day that counts.'),
    endDate: answered.date().describe('The last day that counts.'),
    ...reportHead,
    columns: z
      .array(
        z.object({
          name: z.string().describe('What stands over the column.'),
          kind: z
            .enum(['period', 'previous', 'yearToDate', 'tag', 'noTag'])
            .describe('What the column is of.'),
          startDate: answered.date().describe('The first day that counts in it.'),
          endDate: answered.date().describe('The last day that counts in it.'),
          tagUuid: answered.uuid().nullable().describe('The tag that it is of.'),
        }),
      )
      .describe('The columns: the period itself, what it is compared with, then those that were asked for.'),
    sections: z
      .array(
        z.object({
          key: z.enum(SECTIONS.map(({ key }) => key)).describe('Which section it is.'),
          name: z.string().describe('Its name.'),
          rows: z
            .array(
              z.object({
                ...accountOfRow,
                amount: answered.money().describe('What the account came to in the period.'),
                amounts: amountsField(),
                link: linkField(),
              }),
            )
            .describe(
              'A row for each account with postings, in the order of the chart; sub-accounts are not rolled up.',
            ),
          total: answered.money().describe('All its rows together.'),
          totals: amountsField(),
        }),
      )
      .describe('The sections, in the order of the report.'),
    totalIncome: answered.money().describe('Income, without other income.'),
    totalCostOfSales: answered.money().describe('Cost of sales, negative.'),
    grossProfit: answered.money().describe('Income and cost of sales together.'),
    totalExpenses: answered.money().describe('Operating and other expenses together, negative.'),
    netIncome: answered
      .money()
      .describe('All sections together: the profit, or the loss where it is negative.'),
    netIncomes: amountsField(),
  })
  .meta({ id: 'ProfitAndLoss', description: 'Income and expenses of a period, and what is left.' });

export type ProfitAndLoss = z.output<typeof profitAndLossSchema>;
