import { ApiError } from '../../errors.ts';
import { readToday } from '../../ledger/workspaces/today.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import {
  REMINDER_RULE_EXAMPLE_ID,
  UPDATE_REMINDER_RULE_EXAMPLE,
  UPDATED_REMINDER_RULE_EXAMPLE,
} from './reminder.examples.ts';
import {
  type ReminderRuleRecord,
  reminderRuleSchema,
  toReminderRuleRecord,
  type UpdateReminderRuleBody,
  updateReminderRuleBody,
} from './reminder-rule.schema.ts';
import { wordsOrNone } from './reminder-rule.ts';
import { loadRules, type ReminderRule, type RuleFields, storeRule } from './reminder-rules.store.ts';

export const updateReminderRule = defineEndpoint({
  method: 'PATCH',
  path: '/partners/reminder-rules/{id}',
  operationId: 'updateReminderRule',
  tag: 'Reminders',
  summary: 'Update Reminder Rule',
  description: `Changes the fields that are given and leaves the others. A rule that is made active again, or given another day,
counts from today on. An invoice that it has sent a reminder of gets no second one of it.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the rule.'),
  body: updateReminderRuleBody,
  status: 200,
  message: 'Reminder rule updated successfully.',
  data: reminderRuleSchema,
  notFound: 'REMINDER_RULE_NOT_FOUND',
  errors: [],
  examples: {
    params: { id: REMINDER_RULE_EXAMPLE_ID },
    body: UPDATE_REMINDER_RULE_EXAMPLE,
    data: UPDATED_REMINDER_RULE_EXAMPLE,
  },
  handle({ params, body, caller, change }) {
    return change((transaction) => update(transaction, params.id, body, caller.personId));
  },
});

async function update(
  transaction: Transaction,
  id: string,
  body: UpdateReminderRuleBody,
  personId: string,
): Promise<DoneChange<ReminderRuleRecord>> {
  const rules = await loadRules(transaction, { lock: true });
  const before = rules.find((rule) => rule.id === id);
  if (!before) throw new ApiError('REMINDER_RULE_NOT_FOUND');
  const wanted = toWanted(before, body, await readToday(transaction));
  const told = toReminderRuleRecord(before);
  const untouched = Object.keys(changesBetween(told, { ...told, ...wanted })).length === 0;
  if (untouched) return { data: told, records: [] };
  const data = toReminderRuleRecord(await storeRule(transaction, wanted, personId));
  const changes = changesBetween(told, data);
  return {
    data,
    records: [{ entity: 'reminder_rule', entityId: id, action: 'updated', document: data, changes }],
  };
}

function toWanted(before: ReminderRule, body: UpdateReminderRuleBody, today: string): RuleFields {
  const { id, daysFromDueDate, active, attachPdf, countsFrom } = before;
  const wanted = {
    id,
    daysFromDueDate: body.daysFromDueDate ?? daysFromDueDate,
    subject: body.subject === undefined ? before.subject : wordsOrNone(body.subject),
    message: body.message === undefined ? before.message : wordsOrNone(body.message),
    active: body.active ?? active,
    attachPdf: body.attachPdf ?? attachPdf,
  };
  const begins = (wanted.active && !active) || wanted.daysFromDueDate !== daysFromDueDate;
  return { ...wanted, countsFrom: begins ? today : countsFrom };
}
