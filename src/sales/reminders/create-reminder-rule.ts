import { v7 as uuidv7 } from 'uuid';
import { readToday } from '../../ledger/workspaces/today.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { CREATE_REMINDER_RULE_EXAMPLE, REMINDER_RULE_EXAMPLE } from './reminder.examples.ts';
import { createReminderRuleBody, reminderRuleSchema, toReminderRuleRecord } from './reminder-rule.schema.ts';
import { MOST_RULES, refuseOneMore, wordsOrNone } from './reminder-rule.ts';
import { loadRules, storeRule } from './reminder-rules.store.ts';

export const createReminderRule = defineEndpoint({
  method: 'POST',
  path: '/partners/reminder-rules',
  operationId: 'createReminderRule',
  tag: 'Reminders',
  summary: 'Create Reminder Rule',
  description: `Has a [reminder](/docs/guides/reminders-and-statements) of each open invoice sent to its customer, so many days
before or after it is due: once for each invoice, and only on days from today on. It holds for invoices that are approved,
were sent, and have something left to pay. A workspace has at most ${MOST_RULES} rules, and none to begin with.`,
  access: 'partner',
  body: createReminderRuleBody,
  status: 201,
  message: 'Reminder rule created successfully.',
  data: reminderRuleSchema,
  errors: ['TOO_MANY_REMINDER_RULES'],
  examples: { body: CREATE_REMINDER_RULE_EXAMPLE, data: REMINDER_RULE_EXAMPLE },
  handle({ body, caller, change }) {
    return change(async (transaction) => {
      refuseOneMore(await loadRules(transaction, { lock: true }));
      const rule = {
        id: uuidv7(),
        daysFromDueDate: body.daysFromDueDate,
        subject: wordsOrNone(body.subject),
        message: wordsOrNone(body.message),
        active: body.active ?? true,
        attachPdf: body.attachPdf ?? true,
        countsFrom: await readToday(transaction),
      };
      const data = toReminderRuleRecord(await storeRule(transaction, rule, caller.personId));
      const created = { entity: 'reminder_rule', entityId: rule.id, action: 'created', document: data };
      return { data, records: [created] };
    });
  },
});
