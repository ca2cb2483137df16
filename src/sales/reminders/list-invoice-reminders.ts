import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams, paging } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { identityOf } from '../../platform/http/record.ts';
import { INVOICE_EXAMPLE, loadInvoices } from '../invoices/index.ts';
import { REMINDER_EXAMPLE } from './reminder.examples.ts';
import { type ReminderRecord, reminderSchema } from './reminder-rule.schema.ts';
import { type Reminder, selectReminders } from './reminders.store.ts';

const STANDARD_LIMIT = 50;

export const listInvoiceReminders = defineEndpoint({
  method: 'GET',
  path: '/partners/invoices/{id}/reminders',
  operationId: 'listInvoiceReminders',
  tag: 'Reminders',
  summary: 'List Invoice Reminders',
  description:
    'The reminders of an invoice that rules have sent, the newest first, and those that they skipped, with the reason.',
  access: 'partner',
  params: idParams('id', 'The UUID of the invoice.'),
  query: z.object(paging(STANDARD_LIMIT)),
  status: 200,
  message: 'Reminders retrieved successfully.',
  data: listSchema('reminders', reminderSchema),
  notFound: 'INVOICE_NOT_FOUND',
  errors: [],
  examples: {
    params: { id: INVOICE_EXAMPLE.uuid },
    data: listExample('reminders', [REMINDER_EXAMPLE], STANDARD_LIMIT),
  },
  async handle({ params, query, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const { rows, totalRecords } = await read(async (transaction) => {
      if ((await loadInvoices(transaction, [params.id])).length === 0)
        throw new ApiError('INVOICE_NOT_FOUND');
      return selectReminders(transaction, params.id, page);
    });
    return { data: listAnswer('reminders', { rows: rows.map(toReminderRecord), totalRecords }, page) };
  },
});

function toReminderRecord(reminder: Reminder): ReminderRecord {
  return {
    ...identityOf(reminder.id),
    reminderRuleUuid: reminder.ruleId,
    daysFromDueDate: reminder.daysFromDueDate,
    date: reminder.dueOn,
    status: reminder.skipped === null ? 'sent' : 'skipped',
    reason: reminder.skipped,
    mailUuid: reminder.mailId,
    to: [...reminder.to],
    createdAt: reminder.createdAt.toISOString(),
  };
}
