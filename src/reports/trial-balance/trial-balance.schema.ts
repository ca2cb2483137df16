import { z } from 'zod';
import { answered, date } from '../../platform/http/fields.ts';
import { withRules } from '../../platform/http/rules.ts';
import {
  accountFields,
  accountTypeField,
  BASIS_ALIKE,
  commonFields,
  PERIOD_RUNS_FORWARD,
  partyFields,
  periodFields,
  tagFields,
} from '../filters/filter-fields.ts';
import { accountOfRow, linkField, reportHead } from '../filters/report-answers.ts';

const fields = z.object({
  endDate: date().describe('The day whose end the balances are of; it may lie in the future.'),
  startDate: periodFields.startDate
    .optional()
    .describe(
      'From when income and expenses count; the start of the fiscal year of `endDate` when left out.',
    ),
  ...accountFields,
  ...accountTypeField,
  ...tagFields,
  ...partyFields,
  ...commonFields,
});

export const trialBalanceQuery = withRules(fields, [PERIOD_RUNS_FORWARD, BASIS_ALIKE]);

export type TrialBalanceQuery = z.output<typeof trialBalanceQuery>;

const debitPositive = (what: string) =>
  answered.money().describe(`${what}; a debit is positive, a credit negative.`);

export const trialBalanceSchema = z
  .object({
    startDate: answered.date().describe('From when income and expenses count.'),
    endDate: answered.date().describe('The day whose end the balances are of.'),
    ...reportHead,
    rows: z
      .array(
        z.object({
          ...accountOfRow,
          accountUuid: answered.uuid().describe('The account’s UUID.'),
          debit: answered.money().describe('The balance where it is a debit, else zero.'),
          credit: answered.money().describe('The balance where it is a credit, else zero.'),
          opening: debitPositive(
            'The balance before `startDate`, zero for income and expenses; that of Retained Earnings has theirs',
          ),
          movement: debitPositive('What was posted from `startDate` to `endDate`'),
          closing: debitPositive('Both together'),
          link: linkField(),
        }),
      )
      .describe('A row for each account that has postings, in the order of the chart.'),
    totalDebit: answered.money().describe('All debits together.'),
    totalCredit: answered
      .money()
      .describe('All credits together; equal to `totalDebit` unless a filter is given.'),
  })
  .meta({ id: 'TrialBalance', description: 'The balance of every account that has postings.' });

export type TrialBalance = z.output<typeof trialBalanceSchema>;
