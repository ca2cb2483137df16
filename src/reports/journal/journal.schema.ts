import { z } from 'zod';
import { ACCOUNT_TYPES } from '../../ledger/accounts/catalogue/account-types.ts';
import { addition, answered, oneOf, queryInteger, text } from '../../platform/http/fields.ts';
import { withRules } from '../../platform/http/rules.ts';
import {
  accountFields,
  BASIS_ALIKE,
  commonFields,
  PERIOD_RUNS_FORWARD,
  partyFields,
  periodFields,
  tagFields,
} from '../filters/filter-fields.ts';
import { reportHead } from '../filters/report-answers.ts';

export const STANDARD_ENTRIES = 50;
const MOST_ENTRIES = 1000;
const ENTRY_KINDS = ['original', 'reversal', 'opening', 'late'] as const;

const fields = z.object({
  ...periodFields,
  ...accountFields,
  ...tagFields,
  ...partyFields,
  source: text(40)
    .optional()
    .describe('Only entries of this source: `invoice`, `payment`, `allocation`, `journal`, …'),
  kind: oneOf(ENTRY_KINDS).optional().describe('Only entries of this kind.'),
  limit: queryInteger(1, MOST_ENTRIES)
    .optional()
    .describe(`Entries a page, 1 to ${MOST_ENTRIES}; ${STANDARD_ENTRIES} when left out.`),
  cursor: text(300).optional().describe('The `nextCursor` of the page before.'),
  ...commonFields,
});

export const journalQuery = withRules(fields, [PERIOD_RUNS_FORWARD, BASIS_ALIKE]);
export type JournalQuery = z.output<typeof journalQuery>;

const lineSchema = z.object({
  lineNumber: z.int().describe('The number of the line in the entry.'),
  accountUuid: answered.uuid().describe('The account’s UUID.'),
  accountNumber: z.string().nullable().describe('The account’s number in the chart.'),
  accountName: z.string().describe('The account’s name.'),
  type: z.enum(ACCOUNT_TYPES).describe('The account’s type.'),
  party: z.string().nullable().describe('The customer or vendor.'),
  tags: z
    .array(z.object({ uuid: answered.uuid().describe('The tag.'), name: z.string().describe('Its name.') }))
    .describe('The line’s tags.'),
  debit: answered.money().describe('The amount where it is a debit, else zero.'),
  credit: answered.money().describe('The amount where it is a credit, else zero.'),
  documentAmount: answered
    .money()
    .describe('The amount in the document’s currency; a debit is positive, a credit negative.'),
  documentCurrency: z.string().describe('The document’s currency.'),
});

const totals = z.object({
  entries: z.int().describe('How many entries.'),
  debit: answered.money().describe('All their debits.'),
  credit: answered.money().describe('All their credits: as much.'),
});

export const journalSchema = z
  .object({
    startDate: answered.date().describe('The first day whose entries are listed.'),
    endDate: answered.date().describe('The last day whose entries are listed.'),
    ...reportHead,
    entries: z
      .array(
        z.object({
          entryUuid: answered.uuid().describe('The journal entry.'),
          date: answered.date().describe('The accounting date.'),
          kind: z.string().describe('`original`, `reversal`, `opening` or `late`.'),
          source: z.string().describe('What kind of document posted it.'),
          sourceUuid: answered.uuid().describe('That document.'),
          number: z.string().nullable().describe('The document’s number, or its reference.'),
          description: z.string().nullable().describe('What the entry says.'),
          recordedAt: answered.instant().describe('When it was posted.'),
          reversesEntryUuid: answered.uuid().nullable().describe('The entry that it takes back.'),
          reversedByEntryUuid: answered.uuid().nullable().describe('The entry that took it back.'),
          sealNumber: z.int().nullable().describe('Its number in the sealed chain; null until it is sealed.'),
          lines: z.array(lineSchema).describe('All its lines in this book, in their order.'),
          debit: answered.money().describe('Its debits.'),
          credit: answered.money().describe('Its credits: as much.'),
        }),
      )
      .describe('The entries of this page by date, each whole, also where a filter names one of its lines.'),
    pageTotals: totals.describe('The entries of this page.'),
    totals: totals
      .nullable()
      .describe(
        'All entries of the period that the filters leave; on the first page alone, null on later ones.',
      ),
    nextCursor: z.string().nullable().describe('Where the next page begins; null where this is the last.'),
  })
  .meta({
    id: 'JournalReport',
    description: 'Every journal entry of a period with all its lines.',
    ...addition(),
  });

export type JournalReport = z.output<typeof journalSchema>;
