import { z } from 'zod';
import { accountTypeFilter } from '../../ledger/accounts/account-type-filter.ts';
import { ACCOUNT_TYPES } from '../../ledger/accounts/catalogue/account-types.ts';
import {
  answered,
  date,
  isCalendarDate,
  oneOf,
  queryBoolean,
  queryUuids,
  report,
  text,
} from '../../platform/http/fields.ts';
import { bothAlike, withRules } from '../../platform/http/rules.ts';

export const BASES = ['accrual', 'cash'] as const;
export type Basis = (typeof BASES)[number];

function basisFilter() {
  return z
    .string()
    .transform((value, context): Basis => {
      const basis = BASES.find((known) => known === value.toLowerCase());
      if (basis) return basis;
      report(context, 'INVALID_ENUM', `must be one of ${BASES.join(', ')}`);
      return z.NEVER;
    })
    .meta({ examples: ['accrual'] });
}

const fields = z.object({
  endDate: date().describe('The day whose end the balances are of; it may lie in the future.'),
  startDate: date()
    .optional()
    .describe(
      'From when income and expenses count; the start of the fiscal year of `endDate` when left out.',
    ),
  basis: basisFilter()
    .optional()
    .describe('`accrual` or `cash`, in any case; the workspace’s own when left out.'),
  reportType: basisFilter().optional().describe('Another name of `basis`.'),
  accountUuids: queryUuids().optional().describe('Only these accounts.'),
  accounts: queryUuids().optional().describe('Another name of `accountUuids`.'),
  accountType: accountTypeFilter('accountType')
    .optional()
    .describe('Only accounts of this type, in any case.'),
  tagUuids: queryUuids().optional().describe('Only postings with at least one of these tags.'),
  tags: queryUuids().optional().describe('Another name of `tagUuids`.'),
  noTags: queryBoolean()
    .optional()
    .describe('`true`: only postings without a tag; together with tags, those without a tag as well.'),
  currency: text(3).optional().describe('Only the currency of the workspace is available.'),
  transactionStatus: oneOf(['all', 'reviewed', 'unreviewed', 'reconciled', 'unreconciled'])
    .optional()
    .describe('Only `all` is available.'),
});

export const trialBalanceQuery = withRules(fields, [
  {
    path: 'startDate',
    code: 'INVALID_DATE',
    message: 'must be on or before endDate',
    holds: ({ startDate, endDate }) =>
      !isCalendarDate(startDate) || !isCalendarDate(endDate) || startDate <= endDate,
  },
  bothAlike('basis', 'reportType'),
]);

export type TrialBalanceQuery = z.output<typeof trialBalanceQuery>;

export const trialBalanceSchema = z
  .object({
    startDate: answered.date().describe('From when income and expenses count.'),
    endDate: answered.date().describe('The day whose end the balances are of.'),
    currency: z.string().describe('The workspace’s currency, ISO 4217.'),
    basis: z.enum(BASES).describe('Which of the two books it is read from.'),
    rows: z
      .array(
        z.object({
          accountUuid: answered.uuid().describe('The account’s UUID.'),
          accountNumber: z.string().nullable().describe('The account’s number in the chart.'),
          accountName: z.string().describe('The account’s name.'),
          type: z.enum(ACCOUNT_TYPES).describe('The account’s type.'),
          subType: z.string().describe('The name of the account’s sub-type.'),
          parentAccountUuid: answered.uuid().nullable().describe('The account that it is a sub-account of.'),
          debit: answered.money().describe('The balance where it is a debit, else zero.'),
          credit: answered.money().describe('The balance where it is a credit, else zero.'),
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
