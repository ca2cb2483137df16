import type { z } from 'zod';
import { identityOf } from '../../platform/http/record.ts';
import { MAIL_EXAMPLE_ID } from '../../platform/mail/mail.examples.ts';
import type { createReminderRuleBody, ReminderRecord, ReminderRuleRecord } from './reminder-rule.schema.ts';

/** The id of the rule of the examples. */
export const REMINDER_RULE_EXAMPLE_ID = '0197e1c2-9b10-7a4d-8e2f-1c3d5e7f9a0b';

export const CREATE_REMINDER_RULE_EXAMPLE: z.input<typeof createReminderRuleBody> = {
  daysFromDueDate: 14,
  subject: 'Invoice {{invoiceNumber}} is overdue',
  message: 'Hello {{customer}},\n\n{{amountDue}} was due on {{dueDate}}. Has it slipped through?',
};

export const REMINDER_RULE_EXAMPLE: ReminderRuleRecord = {
  ...identityOf(REMINDER_RULE_EXAMPLE_ID),
  daysFromDueDate: 14,
  subject: CREATE_REMINDER_RULE_EXAMPLE.subject!,
  message: CREATE_REMINDER_RULE_EXAMPLE.message!,
  active: true,
  attachPdf: true,
  countsFrom: '2026-07-01',
  createdAt: '2026-07-01T14:20:00.000Z',
  updatedAt: '2026-07-01T14:20:00.000Z',
};

export const UPDATE_REMINDER_RULE_EXAMPLE = { attachPdf: false };

export const UPDATED_REMINDER_RULE_EXAMPLE: ReminderRuleRecord = {
  ...REMINDER_RULE_EXAMPLE,
  ...UPDATE_REMINDER_RULE_EXAMPLE,
  updatedAt: '2026-07-01T14:25:00.000Z',
};

export const REMINDER_EXAMPLE: ReminderRecord = {
  ...identityOf('0197e6b0-9c20-7b5e-8f30-2d4e6f8a0b1c'),
  reminderRuleUuid: REMINDER_RULE_EXAMPLE_ID,
  daysFromDueDate: 14,
  date: '2026-08-14',
  status: 'sent',
  reason: null,
  mailUuid: MAIL_EXAMPLE_ID,
  to: ['aimee@example.com'],
  createdAt: '2026-08-14T12:00:01.000Z',
};
