import { z } from 'zod';
import { ACCOUNT_TYPES } from '../../ledger/accounts/catalogue/account-types.ts';
import { answered } from '../../platform/http/fields.ts';
import { BASES } from './filter-fields.ts';

/** Fields that every report answers. */
export const reportHead = {
  currency: z.string().describe('The workspace’s currency, ISO 4217: every amount is in it.'),
  basis: z.enum(BASES).describe('Which of the two books it is read from.'),
  seal: z
    .object({
      number: z
        .int()
        .describe('The last seal that is in it; `throughSeal` asks for the report as it was then.'),
      hash: z.string().describe('The hash of that seal: it commits to every entry before.'),
      unsealedEntries: z.int().describe('How many entries are in it that have no seal yet.'),
    })
    .describe('Which state of the journal it shows. The same seal gives the same report.'),
  signs: z.string().describe('What a positive and what a negative amount is.'),
};

/** How a row names its account. */
export const accountOfRow = {
  accountUuid: answered
    .uuid()
    .nullable()
    .describe('The account’s UUID; null for what is derived and on no account.'),
  accountNumber: z.string().nullable().describe('The account’s number in the chart.'),
  accountName: z.string().describe('The account’s name.'),
  type: z.enum(ACCOUNT_TYPES).describe('The account’s type.'),
  subType: z.string().describe('The name of the account’s sub-type.'),
  parentAccountUuid: answered.uuid().nullable().describe('The account that it is a sub-account of.'),
};

export const linkField = () =>
  z
    .string()
    .nullable()
    .describe(
      'The [general ledger](/docs/reports/get-general-ledger) with the lines that the amount adds up; where it is a ' +
        'balance, the ledger closes with it. Of profit that is on no account, ' +
        '[profit and loss](/docs/reports/get-profit-and-loss). Null where no filter tells the lines.',
    );

/** What a figure is in each column of its report. */
export const amountsField = () =>
  z.array(z.string()).describe('The same in each of `columns`, in their order.');

/** The period that a report compares with. */
export const comparedToField = () =>
  z
    .object({
      startDate: answered.date().describe('Its first day.'),
      endDate: answered.date().describe('Its last day.'),
    })
    .nullable()
    .describe('The period to compare with; null where none was asked for.');
