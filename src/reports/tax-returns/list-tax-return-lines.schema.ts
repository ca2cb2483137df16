import { z } from 'zod';
import {
  addition,
  answered,
  queryBoolean,
  queryInteger,
  queryUuids,
  text,
} from '../../platform/http/fields.ts';
import { reportHead } from '../filters/report-answers.ts';

export const STANDARD_LINES = 50;
const MOST_LINES = 1000;

export const taxReturnLinesQuery = z.object({
  taxUuids: queryUuids().optional().describe('Only lines of these taxes.'),
  accountUuids: queryUuids().optional().describe('Only lines on these accounts.'),
  late: queryBoolean()
    .optional()
    .describe('`true`: only late ones; `false`: only those that are dated in the period.'),
  limit: queryInteger(1, MOST_LINES)
    .optional()
    .describe(`Lines a page, 1 to ${MOST_LINES}; ${STANDARD_LINES} when left out.`),
  cursor: text(300).optional().describe('The `nextCursor` of the page before.'),
});

export const taxReturnLinesSchema = z
  .object({
    currency: reportHead.currency,
    signs: reportHead.signs,
    lines: z
      .array(
        z.object({
          entryUuid: answered.uuid().describe('The journal entry.'),
          lineNumber: z.int().describe('The number of the line in the entry.'),
          date: answered.date().describe('The accounting date.'),
          late: z
            .boolean()
            .describe('Whether it is dated in the period of an earlier return, which does not have it.'),
          recordedAt: answered.instant().describe('When it was posted.'),
          sealNumber: z.int().nullable().describe('Its number in the sealed chain; null until it is sealed.'),
          source: z.string().describe('What kind of document posted it.'),
          sourceUuid: answered.uuid().describe('That document.'),
          invoiceUuid: answered.uuid().nullable().describe('The invoice or credit memo that was taxed.'),
          invoiceNumber: z.string().nullable().describe('Its number.'),
          party: z.string().nullable().describe('The customer or vendor.'),
          taxUuid: answered.uuid().describe('The tax.'),
          tax: z.string().describe('Its name.'),
          percentage: z
            .string()
            .describe('The rate that the document was made out at.')
            .meta({ pattern: '^\\d+(\\.\\d+)?$' }),
          accountUuid: answered.uuid().describe('The account that it stands on.'),
          accountName: z.string().describe('Its name.'),
          side: z.enum(['sales', 'purchases']).describe('Whether it is tax on sales or on purchases.'),
          taxable: answered.money().describe('What the tax was reckoned on.'),
          amount: answered.money().describe('The tax.'),
        }),
      )
      .describe('The lines of this page, by date: so the late ones come first.'),
    nextCursor: z.string().nullable().describe('Where the next page begins; null where this is the last.'),
  })
  .meta({ id: 'TaxReturnLines', description: 'The journal’s lines behind a tax return.', ...addition() });

export type TaxReturnLines = z.output<typeof taxReturnLinesSchema>;
