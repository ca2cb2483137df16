import { z } from 'zod';
import { addition, answered, integer, mayBeMissing } from '../../platform/http/fields.ts';
import { identityOf, identitySchema, timestampsOf, timestampsSchema } from '../../platform/http/record.ts';
import { lineWithPlaceholders, PLACEHOLDERS, wordsWithPlaceholders } from './placeholders.ts';
import type { ReminderRule } from './reminder-rules.store.ts';

const KNOWN = PLACEHOLDERS.map((name) => `\`{{${name}}}\``).join(', ');

const daysFromDueDate = () =>
  integer(-30, 365).describe('How many days after the due date it is sent; negative: before it, 0: on it.');

const words = {
  subject: lineWithPlaceholders(255)
    .nullish()
    .describe(
      `The subject, on one line; what one would say when \`null\` or blank. It may leave to the invoice: ${KNOWN}.`,
    ),
  message: wordsWithPlaceholders(10_000)
    .nullish()
    .describe(
      'What the mail says before the amounts and the link, as plain text, with the same placeholders; a friendly sentence or two when `null` or blank.',
    ),
};

export const createReminderRuleBody = z.object({
  daysFromDueDate: daysFromDueDate(),
  ...words,
  active: z.boolean().nullish().describe('Whether it sends anything; `true` when left out.'),
  attachPdf: z.boolean().nullish().describe('Whether the PDF is attached; `true` when left out.'),
});

export const updateReminderRuleBody = z.object({
  daysFromDueDate: mayBeMissing(daysFromDueDate()),
  ...words,
  active: z.boolean().nullish().describe('Whether it sends anything.'),
  attachPdf: z.boolean().nullish().describe('Whether the PDF is attached.'),
});

export type UpdateReminderRuleBody = z.output<typeof updateReminderRuleBody>;

export const reminderRuleSchema = z
  .object({
    ...identitySchema('rule'),
    daysFromDueDate: z
      .int()
      .describe('How many days after the due date it is sent; negative: before it, 0: on it.'),
    subject: z.string().nullable().describe('The subject; `null`: what one would say.'),
    message: z.string().nullable().describe('What the mail says; `null`: what one would say.'),
    active: z.boolean().describe('Whether it sends anything.'),
    attachPdf: z.boolean().describe('Whether the PDF is attached.'),
    countsFrom: answered
      .date()
      .describe(
        'The first day that it counts: when it was made, made active again, or given another day. What fell due for a reminder before is left alone.',
      ),
    ...timestampsSchema(),
  })
  .meta({
    id: 'ReminderRule',
    description: 'When a reminder of each open invoice is sent, and what it says.',
    ...addition(),
  });

export type ReminderRuleRecord = z.output<typeof reminderRuleSchema>;

/** A rule in the words of the API. */
export function toReminderRuleRecord(rule: ReminderRule): ReminderRuleRecord {
  return {
    ...identityOf(rule.id),
    daysFromDueDate: rule.daysFromDueDate,
    subject: rule.subject,
    message: rule.message,
    active: rule.active,
    attachPdf: rule.attachPdf,
    countsFrom: rule.countsFrom,
    ...timestampsOf(rule),
  };
}

export const SKIPPED = ['no_recipient', 'too_late', 'superseded'] as const;

/** What became of a rule for an invoice. */
export const reminderSchema = z
  .object({
    ...identitySchema('reminder'),
    reminderRuleUuid: answered.uuid().describe('The rule, also where it was deleted since.'),
    daysFromDueDate: z.int().describe('How many days after the due date it was due, as the rule said then.'),
    date: answered.date().describe('The day on which it was due.'),
    status: z.enum(['sent', 'skipped']).describe('Whether a mail was written.'),
    reason: z
      .enum(SKIPPED)
      .nullable()
      .describe(
        'Why it was skipped: `no_recipient`, the customer has no email address; `too_late`, the server was down for too long; `superseded`, another one was due as well, and only the latest is sent.',
      ),
    mailUuid: answered.uuid().nullable().describe('The [mail](/docs/mail/get-mail); null where skipped.'),
    to: z.array(z.string()).describe('To whom it went.'),
    createdAt: answered.instant().describe('When it was sent or skipped.'),
  })
  .meta({ id: 'Reminder', description: 'A reminder of an invoice, sent or skipped.', ...addition() });

export type ReminderRecord = z.output<typeof reminderSchema>;
