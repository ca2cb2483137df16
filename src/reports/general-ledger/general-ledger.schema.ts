import { z } from 'zod';
import {
  addition,
  answered,
  date,
  queryBoolean,
  queryInteger,
  queryUuids,
  text,
} from '../../platform/http/fields.ts';
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
import { accountOfRow, reportHead } from '../filters/report-answers.ts';

export const STANDARD_LINES = 100;
const MOST_LINES = 5000;

const fields = z.object({
  startDate: date()
    .optional()
    .describe(
      'The first day whose lines are listed, and from when income and expenses count; from the first line when left out.',
    ),
  endDate: periodFields.endDate,
  ...accountFields,
  ...accountTypeField,
  ...tagFields,
  ...partyFields,
  taxUuids: queryUuids().optional().describe('Only postings of these taxes.').meta(addition()),
  history: queryBoolean()
    .optional()
    .describe('`true`: also entries that were taken back on their own day, and what took them back.'),
  limit: queryInteger(1, MOST_LINES)
    .optional()
    .describe(`Lines a page, 1 to ${MOST_LINES}; ${STANDARD_LINES} when left out.`),
  cursor: text(300).optional().describe('The `nextCursor` of the page before.'),
  ...commonFields,
});

export const generalLedgerQuery = withRules(fields, [PERIOD_RUNS_FORWARD, BASIS_ALIKE]);
export type GeneralLedgerQuery = z.output<typeof generalLedgerQuery>;

const debitPositive = (what: string) =>
  answered.money().describe(`${what}; a debit is positive, a credit negative.`);

export const generalLedgerSchema = z
  .object({
    startDate: answered
      .date()
      .nullable()
      .describe('The first day whose lines are listed; null is from the beginning.'),
    endDate: answered.date().describe('The last day whose lines are listed.'),
    ...reportHead,
    accounts: z
      .array(
        z.object({
          ...accountOfRow,
          accountUuid: answered.uuid().describe('The account’s UUID.'),
          opening: debitPositive(
            'The balance before `startDate`, zero for income and expenses; that of Retained Earnings has theirs',
          ),
          lines: z
            .array(
              z.object({
                date: answered.date().describe('The accounting date.'),
                entryUuid: answered.uuid().describe('The journal entry.'),
                lineNumber: z.int().describe('The number of the line in it.'),
                kind: z.string().describe('`original`, `reversal`, `opening` or `late`.'),
                source: z.string().describe('What kind of document posted it.'),
                sourceUuid: answered.uuid().describe('That document.'),
                number: z
                  .string()
                  .nullable()
                  .describe('The document’s number, or the reference of a payment.'),
                description: z.string().nullable().describe('What the entry says.'),
                party: z.string().nullable().describe('The customer or vendor.'),
                tags: z
                  .array(
                    z.object({
                      uuid: answered.uuid().describe('The tag.'),
                      name: z.string().describe('Its name.'),
                    }),
                  )
                  .describe('The line’s tags.'),
                debit: answered.money().describe('The amount where it is a debit, else zero.'),
                credit: answered.money().describe('The amount where it is a credit, else zero.'),
                balance: debitPositive('The balance after the line'),
                documentAmount: debitPositive('The amount in the document’s currency'),
                documentCurrency: z.string().describe('The document’s currency.'),
              }),
            )
            .describe('The lines of this page, by date.'),
          closing: debitPositive('The balance at the end of `endDate`'),
          continued: z.boolean().describe('Whether more of its lines are on the next page.'),
        }),
      )
      .describe(
        'The accounts with lines on this page, in the order of the chart; also those with an opening balance alone, such as Retained Earnings.',
      ),
    nextCursor: z.string().nullable().describe('Where the next page begins; null where this is the last.'),
  })
  .meta({
    id: 'GeneralLedger',
    description: 'The lines of each account, with the balance before, after each and at the end.',
  });

export type GeneralLedger = z.output<typeof generalLedgerSchema>;
