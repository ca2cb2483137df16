import { z } from 'zod';
import { answered, date } from '../../platform/http/fields.ts';
import { commonFields } from '../filters/filter-fields.ts';
import { reportHead } from '../filters/report-answers.ts';

export const unrealisedDifferencesQuery = z.object({
  asOf: date()
    .optional()
    .describe('The day whose rates count and at whose end it is open; today when left out.'),
  currency: commonFields.currency,
  merged: commonFields.merged,
  throughSeal: commonFields.throughSeal,
});
export type UnrealisedDifferencesQuery = z.output<typeof unrealisedDifferencesQuery>;

export const unrealisedDifferencesSchema = z
  .object({
    asOf: answered.date().describe('The day.'),
    ...reportHead,
    rows: z
      .array(
        z.object({
          control: z
            .enum(['receivable', 'payable'])
            .describe('Whether it is owed by customers or to vendors.'),
          partyUuid: answered.uuid().nullable().describe('The customer or vendor.'),
          partyName: z.string().nullable().describe('The name.'),
          documentCurrency: z.string().describe('The currency of the documents.'),
          openAmount: answered.money().describe('What is open, in that currency.'),
          bookedAmount: answered
            .money()
            .describe('What it is worth in the books, at the rates of the documents.'),
          exchangeRate: z
            .string()
            .nullable()
            .describe(
              'The rate of the day; null where the table of rates has none, so that nothing can be said.',
            ),
          exchangeRateDate: answered.date().nullable().describe('From which day on that rate holds.'),
          currentAmount: answered.money().nullable().describe('What it is worth at the rate of the day.'),
          difference: answered.money().nullable().describe('What would be gained; negative: lost.'),
        }),
      )
      .describe('A row for each customer or vendor and currency.'),
    total: answered.money().describe('All differences together.'),
    missingRates: z
      .array(z.string())
      .describe('Currencies without a rate on that day: their rows are not in the total.'),
  })
  .meta({
    id: 'UnrealisedDifferences',
    description: 'What open foreign documents would gain or lose at the rates of a day.',
  });

export type UnrealisedDifferences = z.output<typeof unrealisedDifferencesSchema>;
