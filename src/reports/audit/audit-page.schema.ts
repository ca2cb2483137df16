import { z } from 'zod';
import { addition, answered, queryInteger } from '../../platform/http/fields.ts';
import { withRules } from '../../platform/http/rules.ts';
import { PERIOD_RUNS_FORWARD, periodFields } from '../filters/filter-fields.ts';

/** Of each list at most so many rows are told; `count` is of all. */
export const MOST_ROWS = 200;

export const auditPageQuery = withRules(
  z.object({
    ...periodFields,
    backdatedDays: queryInteger(1, 3650)
      .optional()
      .describe(
        'An entry is backdated when it was recorded more than so many days after its date; 31 when left out.',
      ),
  }),
  [PERIOD_RUNS_FORWARD],
);

const personOnRecord = z.object({
  uuid: answered.uuid().describe('The person’s UUID.'),
  name: z.string().describe('The person’s name.'),
});

const person = personOnRecord.nullable().describe('Who did it; null where nobody is on record.');

const entry = z.object({
  entryUuid: answered.uuid().describe('The [journal entry](/docs/journal-entries/get-journal-entry).'),
  date: answered.date().describe('Its accounting date.'),
  recordedAt: answered.instant().describe('When it was recorded.'),
  days: z.int().describe('How many days after its date it was recorded.'),
  kind: z.enum(['original', 'reversal', 'opening', 'late']).describe('Its kind.'),
  source: z.string().describe('What kind of document posted it.'),
  sourceUuid: answered.uuid().describe('The document that posted it.'),
  description: z.string().nullable().describe('What it says.'),
  amount: answered
    .money()
    .describe(
      'Its debits in the accrual book together, in the currency of the books; 0 where it moves the cash book alone.',
    ),
  by: person,
});

const listOf = <Row extends z.ZodType>(row: Row, what: string) =>
  z
    .object({
      count: z.int().describe('How many there are.'),
      rows: z.array(row).describe(`The newest ${MOST_ROWS} at most.`),
    })
    .describe(what);

export const auditPageSchema = z
  .object({
    startDate: answered.date().describe('The first day that counts.'),
    endDate: answered.date().describe('The last day that counts.'),
    currency: z.string().describe('The currency of the books.'),
    backdated: listOf(
      entry,
      'Entries that were recorded long after their accounting date, which is in the period.',
    ),
    afterClose: listOf(
      entry.extend({
        bookClosedThroughDate: answered.date().describe('Through which day the books were closed then.'),
        closedAt: answered.instant().describe('When they were closed.'),
        reason: z
          .string()
          .nullable()
          .describe(
            'Why it was posted into the closed period: the `reason` given with `withCaution`, or what the entry is for.',
          ),
      }),
      'Entries of the period that came after a close of their day: late ones, and those of a time in which it was open again.',
    ),
    manualOnControlAccounts: listOf(
      entry,
      'Manual entries of the period on receivables or payables, which documents should post to.',
    ),
    fourEyes: z
      .object({
        limit: answered
          .money()
          .nullable()
          .describe('The four-eyes limit as it is now; null where one person is enough.'),
        since: answered.instant().nullable().describe('When it was set to that.'),
        entries: listOf(
          entry.extend({
            heldAmount: answered
              .money()
              .describe(
                'What is held against the limit: of a refund or write-off with what was paid back or given up before of the same document, and stood then.',
              ),
            by: person.describe('Who approved it, or did it; null where nobody is on record.'),
            writtenBy: z
              .array(personOnRecord)
              .describe(
                'Who wrote or changed it; of a refund or write-off, who recorded what is paid back or given up.',
              ),
            secondPerson: z.boolean().describe('Whether the one who did it is none of those.'),
          }),
          'Entries of the period, of documents, by hand, refunds and write-offs, that reach the limit as it is now.',
        ),
        limitChanges: listOf(
          z.object({
            from: answered.money().nullable().describe('The limit that held before; null: none.'),
            to: answered.money().nullable().describe('The limit that held from then on; null: none.'),
            recordedAt: answered.instant().describe('When that was.'),
            by: person,
          }),
          'Changes of the limit in the period.',
        ),
      })
      .describe('Whether a second person had a look where one is needed.'),
    missingNumbers: listOf(
      z.object({
        series: z.string().describe('The series that the number is of.'),
        number: z.string().describe('The number.'),
        documentUuid: answered.uuid().describe('The document that had it.'),
        reason: z.string().describe('Why no document of the books has it any more.'),
        recordedAt: answered.instant().describe('When that was.'),
        by: person,
      }),
      'Numbers of documents that were made void or deleted in the period, with who, when and why.',
    ),
    masterDataChanges: listOf(
      z.object({
        entity: z
          .string()
          .describe('What was changed: an account, a tax, an exchange rate, the workspace, a membership.'),
        entityUuid: answered.uuid().describe('Which one; of a membership whose.'),
        action: z.string().describe('What was done.'),
        changes: z
          .record(z.string(), z.unknown())
          .nullable()
          .describe('Each field that changed: `from` and `to`.'),
        recordedAt: answered.instant().describe('When that was.'),
        by: person,
        via: z
          .string()
          .nullable()
          .describe(
            '`operator` where whoever runs the server did it, who is no person of the workspace; else null.',
          ),
      }),
      'Changes in the period of what the books rest on: accounts, taxes, exchange rates, opening balances, settings, and the roles of people.',
    ),
  })
  .meta({
    id: 'AuditPage',
    description: 'What an auditor looks at first.',
    ...addition(),
  });

export type AuditPage = z.output<typeof auditPageSchema>;
