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
    startDate: answered.date(),
    endDate: answered.date(),
    currency: z.string(),
    basis: z.enum(BASES),
    rows: z.array(
      z.object({
        accountUuid: answered.uuid(),
        accountNumber: z.string().nullable(),
        accountName: z.string(),
        type: z.enum(ACCOUNT_TYPES),
        subType: z.string().describe('The name of the sub-type.'),
        parentAccountUuid: answered.uuid().nullable(),
        debit: answered.money(),
        credit: answered.money(),
      }),
    ),
    totalDebit: answered.money(),
    totalCredit: answered.money(),
  })
  .meta({ id: 'TrialBalance' });

export type TrialBalance = z.output<typeof trialBalanceSchema>;

const row = {
  accountNumber: '1200',
  accountName: 'Accounts Receivable',
  type: 'Assets',
  subType: 'Accounts Receivable',
  parentAccountUuid: null,
  debit: '250.00',
  credit: '0.00',
} as const;

export const trialBalanceExample: TrialBalance = {
  startDate: '2026-01-01',
  endDate: '2026-12-31',
  currency: 'USD',
  basis: 'accrual',
  rows: [
    { accountUuid: '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c', ...row },
    {
      accountUuid: '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3d',
      ...row,
      accountNumber: '4000',
      accountName: 'Sales',
      type: 'Income',
      subType: 'Sales',
      debit: '0.00',
      credit: '250.00',
    },
  ],
  totalDebit: '250.00',
  totalCredit: '250.00',
};
