import { z } from 'zod';
import { answered, mayBeMissing, oneOf } from '../../../platform/http/fields.ts';
import { identitySchema, timestampsSchema } from '../../../platform/http/record.ts';
import { withRules } from '../../../platform/http/rules.ts';
import {
  ENDS_AFTER_BEGIN,
  inAdvanceCreationDays,
  recurrenceEnd,
  recurrenceInterval,
  recurrencePattern,
} from '../../../platform/recurrence/schedule.schema.ts';
import { RECURRENCE_PATTERNS } from '../../../platform/recurrence/schedule.ts';
import { createJournalEntryBody, journalEntrySchema } from '../journal-entry.schema.ts';
import { REVERSAL_DAYS } from './stored-body.ts';

const { descriptionEntry, date, lines, refNumber } = createJournalEntryBody.shape;

const shared = {
  refNumber: refNumber.describe('A number of your own, which every entry gets.'),
  reversesOn: oneOf(REVERSAL_DAYS)
    .nullish()
    .describe(
      'Each entry reverses itself: `nextDay` on the day after its own, `nextMonth` on the first of the month after. ' +
        'The reversal is posted with it.',
    ),
  recurrenceInterval: mayBeMissing(recurrenceInterval()),
  inAdvanceCreationDays: mayBeMissing(inAdvanceCreationDays('entry')),
  ...recurrenceEnd('an entry', 'entries'),
  isDraft: z.boolean().nullish().describe('`true`, the default, pauses the template until it is resumed.'),
};

export const createTemplateBody = withRules(
  z.object({
    descriptionEntry,
    date: date.describe('The date of the first entry; it decides the day of the month of all others.'),
    lines,
    recurrencePattern: recurrencePattern(),
    ...shared,
  }),
  [ENDS_AFTER_BEGIN],
);

export const updateTemplateBody = withRules(
  z.object({
    descriptionEntry: descriptionEntry.optional(),
    date: date
      .optional()
      .describe('Another than before begins the schedule anew with an entry on this date.'),
    lines: lines.optional().describe('All lines anew, 2 or more.'),
    recurrencePattern: recurrencePattern().optional(),
    ...shared,
  }),
  [ENDS_AFTER_BEGIN],
);

export type UpdateTemplateBody = z.output<typeof updateTemplateBody>;

const failureFields = {
  code: z.string().describe('The code with which the entry was refused.'),
  message: z.string().describe('Why, for people.'),
  failedAt: answered.instant().describe('When that was.'),
};

/** What became of one date of a template's schedule. */
export const runSchema = z
  .object({
    date: answered.date().describe('The date in the schedule, which is that of the entry.'),
    status: z
      .enum(['posted', 'draft', 'deleted', 'failed', 'retrying'])
      .describe(
        '`posted`: there is an entry; `draft`: from the four-eyes limit on it waits to be approved; `deleted`: there was one, which somebody deleted; `failed`: the date was closed or before ' +
          'the books begin, and was passed over; `retrying`: the entry was refused and is tried again.',
      ),
    journalEntryUuid: answered.uuid().nullable().describe('The entry; null where none was made.'),
    failure: z.object(failureFields).nullable().describe('Why none was made.'),
    createdAt: answered.instant().describe('When the entry was made, or last refused.'),
  })
  .meta({ id: 'RecurringJournalEntryRun', description: 'One date of a template’s schedule.' });

export type RunRecord = z.output<typeof runSchema>;

const entryLine = journalEntrySchema.shape.lines.element.shape;

const templateLine = z.object({
  lineNumber: z.int().describe('The number of the line, from 1.'),
  accountUuid: entryLine.accountUuid,
  account: entryLine.account,
  amountDebit: entryLine.amountDebit,
  amountCredit: entryLine.amountCredit,
  descriptionLine: entryLine.descriptionLine,
  customerUuid: entryLine.customerUuid,
  vendorUuid: entryLine.vendorUuid,
  tagUuids: entryLine.tagUuids,
});

export const templateSchema = z
  .object({
    ...identitySchema('template'),
    status: z
      .enum(['active', 'paused', 'ended'])
      .describe('`active` posts entries, `paused` none until resumed, `ended` none any more.'),
    isDraft: z.boolean().describe('Whether it is paused.'),
    recurrencePattern: z.enum(RECURRENCE_PATTERNS).describe('How often.'),
    recurrenceInterval: z.int().describe('Every so many steps of the pattern.'),
    inAdvanceCreationDays: z.int().describe('How many days before its date each entry is made.'),
    recurrenceEndDate: answered.date().nullable().describe('The last date on which an entry may fall.'),
    recurrenceCount: z.int().nullable().describe('How many entries are made at most.'),
    date: answered.date().describe('The date of the first entry of the schedule.'),
    nextDate: answered.date().nullable().describe('The date of the next entry; null once it has ended.'),
    runCount: z.int().describe('How many entries it has made.'),
    lastRun: runSchema.nullable().describe('What became of the newest date that it is done with.'),
    failure: z
      .object({ ...failureFields, attempts: z.int().describe('How often it was tried.') })
      .nullable()
      .describe('Why the entry of `nextDate` could not be made. It is tried again, at once after a change.'),
    descriptionEntry: z.string().describe('What the entries are for.'),
    refNumber: z.string().nullable().describe('A number of your own.'),
    reversesOn: z.enum(REVERSAL_DAYS).nullable().describe('When each entry reverses itself; null: it stays.'),
    currency: z.string().describe('The workspace’s currency, ISO 4217.'),
    totalDebit: answered.money().describe('All debits of an entry together; credits are as much.'),
    lines: z.array(templateLine).describe('The lines of each entry.'),
    ...timestampsSchema(),
  })
  .meta({
    id: 'RecurringJournalEntryTemplate',
    description: 'A journal entry that is posted again and again.',
  });

export type TemplateRecord = z.output<typeof templateSchema>;
