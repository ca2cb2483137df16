import { z } from 'zod';
import { currencyCode } from '../../ledger/money/fields.ts';
import { formatMinorUnits } from '../../ledger/money/index.ts';
import { addition, answered, date, oneOf } from '../../platform/http/fields.ts';
import { MOVEMENT_TYPES, type StatementPeriod } from './statement.store.ts';
import { type CurrencyStatement, MOST_MOVEMENTS } from './statement.ts';

export const STATEMENT_FORMATS = ['json', 'pdf', 'csv'] as const;

export const statementQuery = z.object({
  startDate: date()
    .optional()
    .describe(
      `The first day; the first of the month of \`endDate\` when left out. A statement holds ${MOST_MOVEMENTS} movements at most.`,
    ),
  endDate: date().optional().describe('The last day; today when left out.'),
  currency: currencyCode()
    .optional()
    .describe('Only what is in this currency, ISO 4217; all of them when left out.'),
  format: oneOf(STATEMENT_FORMATS)
    .optional()
    .describe('`json`, also when left out, `pdf` in the look of the invoice template, or `csv`.'),
});

const AGES = {
  notYetDue: 'What is not due yet.',
  days1To30: 'What has been due for 1 to 30 days.',
  days31To60: 'What has been due for 31 to 60 days.',
  days61To90: 'What has been due for 61 to 90 days.',
  over90: 'What has been due for longer.',
  credits: 'What the customer is owed: memos and money on account that are not used up; never positive.',
} as const;

const money = (text: string) => answered.money().describe(text);

const agingSchema = z.object(
  Object.fromEntries(Object.entries(AGES).map(([name, text]) => [name, money(text)])) as Record<
    keyof typeof AGES,
    ReturnType<typeof money>
  >,
);

const movementSchema = z.object({
  date: answered.date().describe('The accounting date.'),
  type: z.enum(MOVEMENT_TYPES).describe('What moved it.'),
  reversed: z
    .boolean()
    .describe('Whether it takes back an earlier one: the document was made void, the payment deleted.'),
  sourceUuid: answered.uuid().describe('The UUID of the document, payment or entry.'),
  number: z.string().nullable().describe('The number of the document, or the reference of the payment.'),
  dueDate: answered.date().nullable().describe('When an invoice is due.'),
  amount: money('By how much the customer owes more; negative: less.'),
  balance: money('What the customer owes after it.'),
});

const currencyStatementSchema = z.object({
  currency: z.string().describe('The currency of all its amounts, ISO 4217.'),
  openingBalance: money('What the customer owed before `startDate`; negative: was owed.'),
  movements: z.array(movementSchema).describe('What moved it, in the order of the days.'),
  closingBalance: money('What the customer owes at the end of `endDate`.'),
  aging: agingSchema.describe('The closing balance by how long it has been due, as of `endDate`.'),
});

export const statementSchema = z
  .object({
    customerUuid: answered.uuid().describe('The UUID of the customer.'),
    customer: z.string().describe('The name of the customer.'),
    startDate: answered.date().describe('The first day.'),
    endDate: answered.date().describe('The last day.'),
    statements: z
      .array(currencyStatementSchema)
      .describe('One for each currency; where nothing ever moved, one of zeros in the workspace’s own.'),
  })
  .meta({ id: 'CustomerStatement', description: 'What a customer owed over a period.', ...addition() });

export type StatementRecord = z.output<typeof statementSchema>;

/** A statement in the words of the API. */
export function toStatementRecord(
  customer: { readonly id: string; readonly name: string },
  { startDate, endDate }: StatementPeriod,
  statements: readonly CurrencyStatement[],
): StatementRecord {
  return {
    customerUuid: customer.id,
    customer: customer.name,
    startDate,
    endDate,
    statements: statements.map(({ currency, openingBalance, movements, closingBalance, aging }) => {
      const told = (amount: bigint) => formatMinorUnits(amount, currency);
      return {
        currency,
        openingBalance: told(openingBalance),
        movements: movements.map((row) => ({
          date: row.date,
          type: row.type,
          reversed: row.reversed,
          sourceUuid: row.sourceId,
          number: row.number,
          dueDate: row.dueDate,
          amount: told(row.amount),
          balance: told(row.balance),
        })),
        closingBalance: told(closingBalance),
        aging: {
          notYetDue: told(aging.notYetDue),
          days1To30: told(aging.days1To30),
          days31To60: told(aging.days31To60),
          days61To90: told(aging.days61To90),
          over90: told(aging.over90),
          credits: told(aging.credits),
        },
      };
    }),
  };
}
