import { z } from 'zod';
import { addition, answered, date, mayBeMissing, oneOf, text } from '../../platform/http/fields.ts';
import { identitySchema, timestampsSchema } from '../../platform/http/record.ts';
import { BASES } from '../filters/filter-fields.ts';
import { reportHead } from '../filters/report-answers.ts';
import { figuresSchema } from '../sales-tax/tax-figures.ts';
import { LATE_ENTRIES_SHOWN } from './return-figures.store.ts';

const FOLLOWING = 'when left out, the day after the last return that is filed';

export const createTaxReturnBody = z.object({
  startDate: mayBeMissing(date().describe(`The first day of the period; ${FOLLOWING}.`)),
  endDate: mayBeMissing(
    date().describe('The last day of the period; when left out, it is as long as the last that is filed.'),
  ),
  basis: mayBeMissing(
    oneOf(BASES).describe(
      'Which of the two books the tax is reported from; when left out, that of the last return, or the workspace’s own. It ' +
        'stays the same from the first filing on.',
    ),
  ),
});

export const updateTaxReturnBody = z.object({
  startDate: mayBeMissing(date().describe('The first day of the period.')),
  endDate: mayBeMissing(date().describe('The last day of the period.')),
  basis: mayBeMissing(oneOf(BASES).describe('Which of the two books the tax is reported from.')),
});

export const fileTaxReturnBody = z.object({
  reference: mayBeMissing(text(100).describe('The authority’s reference: the number of its receipt.')),
});

export const unfileTaxReturnBody = z.object({
  reason: text(1000, { blank: false }).describe('Why the filing is taken back; it is kept.'),
});

const withAdjustments = {
  ...figuresSchema,
  adjustments: answered.money().describe('The net tax of late entries, which earlier returns lack.'),
  taxDue: answered.money().describe('Net tax and adjustments together: owed; negative is a refund.'),
};

const taxOfRow = {
  taxUuid: answered.uuid().describe('The tax.'),
  tax: z.string().describe('Its name.'),
  kind: z.string().describe('Its kind: `standard`, `zero`, `exempt`, …'),
  percentage: z
    .string()
    .describe('The rate that the documents were made out at.')
    .meta({ pattern: '^\\d+(\\.\\d+)?$' }),
  accountUuid: answered.uuid().describe('The account that it stands on.'),
  accountName: z.string().describe('Its name.'),
};

const head = {
  ...identitySchema('tax return'),
  startDate: answered.date().describe('The first day of the period.'),
  endDate: answered.date().describe('The last day of the period.'),
  basis: reportHead.basis,
  status: z
    .enum(['draft', 'filed'])
    .describe(
      '`draft`: read from the books as they are now. `filed`: what was filed, which nothing changes.',
    ),
  currency: reportHead.currency,
  reference: z.string().nullable().describe('The authority’s reference.'),
  filedAt: answered.instant().nullable().describe('When it was filed.'),
  filedBy: z
    .object({
      uuid: answered.uuid().describe('The person’s UUID.'),
      name: z.string().describe('The person’s name.'),
    })
    .nullable()
    .describe('Who filed it.'),
  totals: z
    .object(withAdjustments)
    .describe('All rows together; what bears two taxes is in the taxable amount of both.'),
  lateTotals: z
    .object(figuresSchema)
    .describe('All late entries together: what is dated in an earlier return’s period and is not in that.'),
  ...timestampsSchema(),
};

export const taxReturnSummarySchema = z.object(head).meta({
  id: 'TaxReturnSummary',
  description: 'A tax return with its totals.',
  ...addition(),
});
export type TaxReturnSummary = z.output<typeof taxReturnSummarySchema>;

const lateEntrySchema = z.object({
  entryUuid: answered.uuid().describe('The journal entry.'),
  date: answered.date().describe('Its accounting date, in the period of an earlier return.'),
  recordedAt: answered.instant().describe('When it was posted.'),
  source: z.string().describe('What kind of document posted it.'),
  sourceUuid: answered.uuid().describe('That document.'),
  invoiceUuid: answered.uuid().nullable().describe('The invoice or credit memo that was taxed.'),
  invoiceNumber: z.string().nullable().describe('Its number.'),
  ...figuresSchema,
});

export const taxReturnSchema = z
  .object({
    ...head,
    seal: reportHead.seal.describe(
      'Which state of the journal it shows: of a filed return the seal of its filing, which nothing in it comes after.',
    ),
    signs: reportHead.signs,
    rows: z
      .array(
        z.object({
          ...taxOfRow,
          ...withAdjustments,
          link: z
            .string()
            .nullable()
            .describe(
              'The [lines](/docs/tax-returns/list-tax-return-lines) behind it; null where a tax has several rates.',
            ),
        }),
      )
      .describe('A row for each tax, rate and account, by name and rate; also where the rate is 0.'),
    late: z
      .array(z.object({ ...taxOfRow, ...figuresSchema }))
      .describe(
        'What late entries come to, by the same; the `adjustments` of `rows`, with what they were reckoned on.',
      ),
    lateEntries: z
      .array(lateEntrySchema)
      .describe(
        `The late entries by date, one for each document, at most ${LATE_ENTRIES_SHOWN}; all of them are among the ` +
          '[lines](/docs/tax-returns/list-tax-return-lines) with `late=true`.',
      ),
    lateEntryCount: z.int().describe('How many there are.'),
  })
  .meta({
    id: 'TaxReturn',
    description: 'Taxable amounts and tax of a period, as they are or were reported to the authority.',
    ...addition(),
  });

export type TaxReturnRecord = z.output<typeof taxReturnSchema>;
