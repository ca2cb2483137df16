import { z } from 'zod';
import { addition, answered } from '../../platform/http/fields.ts';
import { withRules } from '../../platform/http/rules.ts';
import { BASIS_ALIKE, commonFields, PERIOD_RUNS_FORWARD, periodFields } from '../filters/filter-fields.ts';
import { accountOfRow, comparedToField, linkField, reportHead } from '../filters/report-answers.ts';
import { comparisonField } from '../profit-and-loss/comparison-periods.ts';
import { figuresSchema } from './tax-figures.ts';

export const salesTaxQuery = withRules(
  z.object({ ...periodFields, compareTo: comparisonField(), ...commonFields }),
  [PERIOD_RUNS_FORWARD, BASIS_ALIKE],
);
export type SalesTaxQuery = z.output<typeof salesTaxQuery>;

const comparedFigures = {
  ...figuresSchema,
  previousNetTax: answered
    .money()
    .nullable()
    .describe('The net tax of the period to compare with; null where none was asked for.'),
};

export const salesTaxSchema = z
  .object({
    startDate: answered.date().describe('The first day that counts.'),
    endDate: answered.date().describe('The last day that counts.'),
    ...reportHead,
    comparedTo: comparedToField(),
    rows: z
      .array(
        z.object({
          taxUuid: answered.uuid().describe('The tax.'),
          tax: z.string().describe('Its name.'),
          kind: z.string().describe('Its kind: `standard`, `zero`, `exempt`, …'),
          percentage: z
            .string()
            .describe('The rate that the documents were made out at.')
            .meta({ pattern: '^\\d+(\\.\\d+)?$' }),
          accountUuid: answered.uuid().describe('The account that it stands on.'),
          accountName: z.string().describe('Its name.'),
          ...comparedFigures,
          link: linkField(),
        }),
      )
      .describe(
        'A row for each tax, rate and account, by name and rate; also where the rate is 0. What only the period to compare with has comes last.',
      ),
    totals: z
      .object(comparedFigures)
      .describe('All rows together; what bears two taxes is in the taxable amount of both.'),
    accounts: z
      .array(
        z.object({
          ...accountOfRow,
          accountUuid: answered.uuid().describe('The account’s UUID.'),
          taxes: answered.money().describe('The net tax of the rows that stand on it.'),
          other: answered
            .money()
            .describe(
              'What else moved it: payments to the authority, manual entries; a payment is negative.',
            ),
          movement: answered.money().describe('Both together: how the trial balance says it moved.'),
          link: linkField(),
        }),
      )
      .describe('The accounts of the taxes, with what ties the report to the ledger.'),
  })
  .meta({
    id: 'SalesTaxReport',
    description: 'Taxable amounts and tax of a period, by tax and rate.',
    ...addition(),
  });

export type SalesTaxReport = z.output<typeof salesTaxSchema>;
