import { z } from 'zod';
import { answered, report, uuid } from '../../platform/http/fields.ts';
import { decimal } from '../money/fields.ts';
import { ZERO } from '../money/index.ts';

const MOST_ROWS = 2000;

const side = (name: string) =>
  decimal({ smallest: ZERO, isAmount: true }).describe(
    `The balance, where it is a ${name}; 0 where it is not.`,
  );

const row = z
  .object({
    accountUuid: uuid().describe('The account. Each may be named once.'),
    debit: side('debit'),
    credit: side('credit'),
  })
  .superRefine(({ debit, credit }, context) => {
    if (debit === 0n || credit === 0n) return;
    report(context, 'INVALID_VALUE', 'must be 0 where the row has a debit', ['credit']);
  });

export type OpeningRowBody = z.output<typeof row>;

export const setOpeningBalanceBody = z.object({
  rows: z
    .array(row)
    .min(1)
    .max(MOST_ROWS)
    .describe(
      `The trial balance at the cutover date, of the accrual book, 1 to ${MOST_ROWS} rows: debits and credits must be equal in sum.`,
    ),
  replaceExisting: z
    .boolean()
    .nullish()
    .describe('`true`: what was posted before is reversed, and these rows take its place.'),
});
export type SetOpeningBalanceBody = z.output<typeof setOpeningBalanceBody>;

export const openingBalanceSchema = z
  .object({
    status: z
      .enum(['none', 'draft', 'published'])
      .describe('`published` once they are posted; `draft` is never told, since they are posted at once.'),
    cutoverDate: answered
      .date()
      .nullable()
      .describe('The day on which the books begin; `null` where it is not set.'),
    entryUuid: z.uuid().nullable().describe('The journal entry that posts them.'),
    currency: z.string().describe('The currency of the books.'),
    rows: z
      .array(
        z.object({
          accountUuid: z.uuid().describe('The account.'),
          accountName: z.string().describe('Its name.'),
          accountNumber: z.string().nullable().describe('Its number.'),
          accountType: z.string().describe('Its type.'),
          debit: answered.money().describe('Its balance, where that is a debit.'),
          credit: answered.money().describe('Its balance, where that is a credit.'),
        }),
      )
      .describe('The balances that are posted, in the order in which they were given.'),
    totalDebit: answered.money().describe('All debits together, which equal all credits.'),
    totalCredit: answered.money().describe('All credits together.'),
  })
  .meta({ id: 'OpeningBalance', description: 'The balances with which the books begin.' });

export type OpeningBalance = z.output<typeof openingBalanceSchema>;
