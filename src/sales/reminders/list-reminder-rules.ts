import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { paging } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { REMINDER_RULE_EXAMPLE } from './reminder.examples.ts';
import { reminderRuleSchema, toReminderRuleRecord } from './reminder-rule.schema.ts';
import { loadRules } from './reminder-rules.store.ts';

const STANDARD_LIMIT = 50;

export const listReminderRules = defineEndpoint({
  method: 'GET',
  path: '/partners/reminder-rules',
  operationId: 'listReminderRules',
  tag: 'Reminders',
  summary: 'List Reminder Rules',
  description:
    'The workspace’s reminder rules, from the earliest before the due date to the latest after it.',
  access: 'partner',
  query: z.object(paging(STANDARD_LIMIT)),
  status: 200,
  message: 'Reminder rules retrieved successfully.',
  data: listSchema('reminderRules', reminderRuleSchema),
  errors: [],
  examples: { data: listExample('reminderRules', [REMINDER_RULE_EXAMPLE], STANDARD_LIMIT) },
  async handle({ query, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const rules = await read((transaction) => loadRules(transaction));
    const rows = rules.slice(page.offset, page.offset + page.limit).map(toReminderRuleRecord);
    return { data: listAnswer('reminderRules', { rows, totalRecords: rules.length }, page) };
  },
});
