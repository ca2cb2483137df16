import { z } from 'zod';
import { addition, answered, date, oneOf } from '../../platform/http/fields.ts';
import { type Rule, withRules } from '../../platform/http/rules.ts';
import {
  accountFields,
  BASIS_ALIKE,
  commonFields,
  PERIOD_RUNS_FORWARD,
  tagFields,
} from '../filters/filter-fields.ts';
import { accountOfRow, amountsField, linkField, reportHead } from '../filters/report-answers.ts';

const fields = z.object({
  endDate: date().describe('The day whose end the balances are of; it may lie in the future.'),
  startDate: date()
    .optional()
    .describe(
      'The second column is of the balances before this day, so that both show what the period brought. The first day of ' +
        'the fiscal year when left out.',
    ),
  compareTo: oneOf(['none']).optional().describe('`none`: no second column.').meta(addition()),
  ...accountFields,
  ...tagFields,
  ...commonFields,
});

const COMPARED_WITH_ONE: Rule = {
  path: 'compareTo',
  code: 'INVALID_ENUM',
  message: 'must be left out where there is a startDate',
  holds: ({ startDate, compareTo }) => startDate === undefined || compareTo === undefined,
};

export const balanceSheetQuery = withRules(fields, [PERIOD_RUNS_FORWARD, BASIS_ALIKE, COMPARED_WITH_ONE]);
export type BalanceSheetQuery = z.output<typeof balanceSheetQuery>;

export const balanceSheetSchema = z
  .object({
    endDate: answered.date().describe('The day whose end the balances are of.'),
    startDate: answered
      .date()
      .nullable()
      .describe('The day before which the second column is; null where there is none.'),
    ...reportHead,
    columns: z
      .array(
        z.object({
          name: z.string().describe('What stands over the column.'),
          date: answered.date().describe('The day whose end it is of.'),
        }),
      )
      .describe('The columns: the balances of `endDate`, then those before `startDate`.'),
    sections: z
      .array(
        z.object({
          type: z.enum(['Assets', 'Liabilities', 'Equity']).describe('Which section it is.'),
          rows: z
            .array(
              z.object({
                ...accountOfRow,
                derived: z
                  .boolean()
                  .describe(
                    'Whether it is computed and not posted, at least in part: profit of this and of earlier years.',
                  ),
                amount: answered.money().describe('The balance.'),
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
      .describe('Assets, liabilities and equity.'),
    totalAssets: answered.money().describe('All assets.'),
    totalLiabilities: answered.money().describe('All liabilities.'),
    totalEquity: answered.money().describe('All equity, with the profit of this and of earlier years.'),
    totalLiabilitiesAndEquity: answered
      .money()
      .describe('Both together; equal to `totalAssets` unless a filter is given.'),
    difference: answered
      .money()
      .describe('Assets less liabilities and equity: zero, unless a filter leaves out one side of entries.'),
    balanced: z.boolean().describe('Whether the difference is zero.'),
  })
  .meta({ id: 'BalanceSheet', description: 'What there is, what is owed, and what belongs to the owners.' });

export type BalanceSheet = z.output<typeof balanceSheetSchema>;
