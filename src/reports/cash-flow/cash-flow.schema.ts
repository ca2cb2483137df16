import { z } from 'zod';
import { answered, oneOf } from '../../platform/http/fields.ts';
import { withRules } from '../../platform/http/rules.ts';
import { BASIS_ALIKE, commonFields, PERIOD_RUNS_FORWARD, periodFields } from '../filters/filter-fields.ts';
import { accountOfRow, amountsField, linkField, reportHead } from '../filters/report-answers.ts';
import { STATEMENT_COMPARISONS } from '../profit-and-loss/comparison-periods.ts';

const { transactionStatus: _, ...fields } = commonFields;

const compareTo = oneOf(STATEMENT_COMPARISONS)
  .optional()
  .describe(
    'What the second column is of: the period before, or the same days of the year before; `previousYear` when left out.',
  );

export const cashFlowQuery = withRules(z.object({ ...periodFields, compareTo, ...fields }), [
  PERIOD_RUNS_FORWARD,
  BASIS_ALIKE,
]);
export type CashFlowQuery = z.output<typeof cashFlowQuery>;

export const ACTIVITIES = [
  { key: 'operating', name: 'Operating activities' },
  { key: 'investing', name: 'Investing activities' },
  { key: 'financing', name: 'Financing activities' },
] as const;
export type ActivityKey = (typeof ACTIVITIES)[number]['key'];

const row = z.object({
  ...accountOfRow,
  derived: z.boolean().describe('Whether it is computed and on no account: the net income.'),
  amount: answered.money().describe('What it brought in cash; negative: what it took.'),
  amounts: amountsField(),
  link: linkField(),
});

export const cashFlowSchema = z
  .object({
    startDate: answered.date().describe('The first day that counts.'),
    endDate: answered.date().describe('The last day that counts.'),
    ...reportHead,
    columns: z
      .array(
        z.object({
          name: z.string().describe('What stands over the column.'),
          startDate: answered.date().describe('The first day that counts in it.'),
          endDate: answered.date().describe('The last day that counts in it.'),
        }),
      )
      .describe('The columns: the period itself, and what it is compared with.'),
    openingCash: answered.money().describe('All cash before `startDate`.'),
    openingCashes: amountsField(),
    sections: z
      .array(
        z.object({
          key: z.enum(['operating', 'investing', 'financing']).describe('Which activity it is.'),
          name: z.string().describe('What stands over it.'),
          rows: z
            .array(row)
            .describe('Net income first, then a row for each account that moved, in the order of the chart.'),
          total: answered.money().describe('All its rows together.'),
          totals: amountsField(),
        }),
      )
      .describe('Operating, investing and financing activities.'),
    netChange: answered.money().describe('All activities together: by how much cash changed.'),
    netChanges: amountsField(),
    closingCash: answered.money().describe('All cash at the end of `endDate`.'),
    closingCashes: amountsField(),
    cashAccounts: z
      .array(
        z.object({
          ...accountOfRow,
          opening: answered.money().describe('Its balance before `startDate`.'),
          movement: answered.money().describe('What the period brought.'),
          closing: answered.money().describe('Its balance at the end of `endDate`.'),
          link: linkField(),
        }),
      )
      .describe(
        'The accounts that count as cash: bank, cash, processors, and money on its way between them.',
      ),
  })
  .meta({ id: 'CashFlow', description: 'Where cash came from and where it went, by the indirect method.' });

export type CashFlow = z.output<typeof cashFlowSchema>;
