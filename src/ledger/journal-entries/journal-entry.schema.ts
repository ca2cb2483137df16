import { z } from 'zod';
import { addition, answered, date, report, text, uuid } from '../../platform/http/fields.ts';
import { identitySchema, timestampsSchema } from '../../platform/http/record.ts';
import { bothAlike, oneRequired, withRules } from '../../platform/http/rules.ts';
import { decimal } from '../money/fields.ts';

const MOST_LINES = 1000;

/** An amount of a line; null is as good as left out, as clients send it for the other side. */
const side = (name: string) =>
  decimal({ positive: true, isAmount: true })
    .nullish()
    .describe(`The amount, where it is a ${name}; more than 0. Of debit and credit a line has exactly one.`);

const line = withRules(
  z
    .object({
      accountUuid: uuid().optional().describe('The account. Required.'),
      accUuid: uuid().optional().describe('Another name of `accountUuid`.'),
      amountDebit: side('debit'),
      amountCredit: side('credit'),
      descriptionLine: text(1000).nullish().describe('What the line is for.'),
      customerUuid: uuid().nullish().describe('The customer whom it concerns.').meta(addition()),
      vendorUuid: uuid().nullish().describe('The vendor whom it concerns.').meta(addition()),
      tagUuids: z.array(uuid()).max(50).nullish().describe('The line’s tags.').meta(addition()),
    })
    .superRefine((value, context) => {
      const given = [value.amountDebit, value.amountCredit].filter((amount) => amount != null).length;
      if (given === 1) return;
      const predicate =
        given === 0
          ? 'is required: a line must have a debit or a credit'
          : 'must be left out where the line has a debit';
      report(
        context,
        given === 0 ? 'REQUIRED' : 'INVALID_VALUE',
        predicate,
        given === 0 ? ['amountDebit'] : ['amountCredit'],
      );
    }),
  [oneRequired('accountUuid', 'accUuid'), bothAlike('accountUuid', 'accUuid')],
);

export type JournalLineBody = z.output<typeof line>;

const lines = () => z.array(line).min(2).max(MOST_LINES);

const reversing = {
  reversesOn: date()
    .nullish()
    .describe(
      'A day after `date` on which the entry is reversed; the reversal is posted at once, as an entry of that day.',
    )
    .meta(addition()),
};

const drafting = (what: string) => ({
  isDraft: z.boolean().nullish().describe(`\`true\`: ${what}`).meta(addition()),
});

const caution = {
  withCaution: z
    .boolean()
    .nullish()
    .describe(
      '`true`: also in a period that is closed. Only an owner of the workspace may; the entry is marked as late.',
    ),
  reason: text(1000)
    .nullish()
    .describe('Why it is posted into a closed period; the description where it is left out.')
    .meta(addition()),
};

export const createJournalEntryBody = z.object({
  descriptionEntry: text(1000, { blank: false }).describe('What the entry is for.'),
  date: date().describe('The accounting date.'),
  lines: lines().describe(`The lines, 2 to ${MOST_LINES}: debits and credits must be equal in sum.`),
  refNumber: text(100).nullish().describe('A number of your own.'),
  ...reversing,
  ...caution,
  ...drafting('keeps the entry and posts nothing, until it is approved. `false` when left out.'),
});
export type CreateJournalEntryBody = z.output<typeof createJournalEntryBody>;

export const updateJournalEntryBody = z
  .object({
    descriptionEntry: text(1000, { blank: false }).optional().describe('What the entry is for.'),
    date: date().optional().describe('The accounting date.'),
    lines: lines().optional().describe('All lines anew, 2 or more.'),
    refNumber: text(100).nullish().describe('A number of your own; null removes it.'),
    reversesOn: reversing.reversesOn.describe(
      'A day after the entry’s date on which it is reversed; null takes its reversal back.',
    ),
    ...caution,
    ...drafting(
      'of a posted entry keeps the change and makes it only when it is approved. A draft stays one.',
    ),
  })
  .superRefine((value, context) => {
    const fields = ['descriptionEntry', 'date', 'lines', 'refNumber', 'reversesOn', 'withCaution'] as const;
    if (fields.every((field) => value[field] === undefined))
      report(context, 'REQUIRED', `is required: one of ${fields.join(', ')} must be given`, [
        'descriptionEntry',
      ]);
  });
export type UpdateJournalEntryBody = z.output<typeof updateJournalEntryBody>;

const amount = (name: string) =>
  answered
    .money()
    .nullable()
    .describe(`The amount in the workspace’s currency, where it is a ${name}; else null.`);

export const journalEntrySchema = z
  .object({
    ...identitySchema('entry'),
    status: z
      .enum(['posted', 'draft', 'deleted'])
      .describe('`draft` where it waits to be approved; `deleted` in the answer that approves a deletion.')
      .meta(addition()),
    draftAction: z
      .enum(['create', 'update', 'delete'])
      .nullable()
      .describe('Of a draft: what is done when it is approved.')
      .meta(addition()),
    draftOfUuid: answered
      .uuid()
      .nullable()
      .describe('Of a draft: the posted entry that it changes or deletes.')
      .meta(addition()),
    draftUuid: answered
      .uuid()
      .nullable()
      .describe('Of a posted entry: the draft that waits to change or delete it.')
      .meta(addition()),
    entryUuid: answered
      .uuid()
      .nullable()
      .describe(
        'The entry of the ledger behind it: another with each version that changes amounts; null where none is posted.',
      ),
    date: answered.date().describe('The accounting date.'),
    descriptionEntry: z.string().nullable().describe('What the entry is for.'),
    refNumber: z.string().nullable().describe('A number of your own; of a document its number.'),
    source: z
      .string()
      .describe('`journal` where it was written by hand, else the kind of document that posted it.'),
    sourceUuid: answered.uuid().describe('That document; of a manual entry the same as `uuid`.'),
    kind: z
      .enum(['original', 'reversal', 'opening', 'late'])
      .describe('`late` was posted into a closed period with caution.'),
    editable: z
      .boolean()
      .describe(
        'Whether it was written by hand, so that it can be changed and deleted; the reversal of another entry follows that one.',
      ),
    version: z.int().describe('From 1; each change of it counts one more.'),
    reversesEntryUuid: answered.uuid().nullable().describe('The entry that it reverses.'),
    reversedByEntryUuid: answered.uuid().nullable().describe('The entry that reverses it.'),
    reversesOn: answered
      .date()
      .nullable()
      .describe('The day on which the entry reverses itself; null where it stays.')
      .meta(addition()),
    reversalUuid: answered
      .uuid()
      .nullable()
      .describe('The entry of that day, which negates this one and changes with it.')
      .meta(addition()),
    reversalOfUuid: answered
      .uuid()
      .nullable()
      .describe('Of the reversal of an entry that reverses itself: that entry.')
      .meta(addition()),
    recurringTemplateUuid: answered
      .uuid()
      .nullable()
      .describe(
        'The [template](/docs/recurring-journal-entries/get-recurring-journal-entry-template) that made the entry; null where somebody wrote it.',
      )
      .meta(addition()),
    currency: z.string().describe('The workspace’s currency, ISO 4217.'),
    totalDebit: answered.money().describe('All debits of the accrual book together; credits are as much.'),
    lines: z
      .array(
        z.object({
          lineNumber: z.int().describe('The number of the line in the entry.'),
          accountUuid: answered.uuid().describe('The account.'),
          account: z
            .object({
              uuid: answered.uuid().describe('The account.'),
              name: z.string().describe('Its name.'),
              accountNumber: z.string().nullable().describe('Its number in the chart.'),
              type: z.string().describe('Its type.'),
            })
            .describe('The account, in words.'),
          basis: z.enum(['both', 'accrual', 'cash']).describe('The book that it stands in.'),
          amountDebit: amount('debit'),
          amountCredit: amount('credit'),
          descriptionLine: z.string().nullable().describe('What the line is for.'),
          customerUuid: answered.uuid().nullable().describe('The customer whom it concerns.'),
          vendorUuid: answered.uuid().nullable().describe('The vendor whom it concerns.'),
          tagUuids: z.array(answered.uuid()).describe('Its tags.'),
          reviewed: z.boolean().describe('Whether somebody has reviewed it.'),
          reconciled: z.boolean().describe('Whether it is reconciled with a statement.'),
        }),
      )
      .describe('The lines, in the order of the entry.'),
    ...timestampsSchema(),
  })
  .meta({
    id: 'JournalEntry',
    description: 'An entry of the journal: written by hand, or posted by a document.',
  });

export type JournalEntry = z.output<typeof journalEntrySchema>;

export const reviewBody = z.object({
  reviewed: z.boolean().describe('Whether the lines are reviewed.'),
  lineNumbers: z
    .array(z.int().min(1).max(32_767))
    .max(MOST_LINES)
    .optional()
    .describe('Only these lines; all when left out.'),
});
