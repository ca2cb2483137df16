import { ApiError } from '../../errors.ts';
import { changesOfDeletion } from '../../platform/change/changes-between.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { REMINDER_RULE_EXAMPLE_ID } from './reminder.examples.ts';
import { toReminderRuleRecord } from './reminder-rule.schema.ts';
import { loadRules, removeRule } from './reminder-rules.store.ts';

export const deleteReminderRule = defineEndpoint({
  method: 'DELETE',
  path: '/partners/reminder-rules/{id}',
  operationId: 'deleteReminderRule',
  tag: 'Reminders',
  summary: 'Delete Reminder Rule',
  description: 'Deletes a rule: it sends nothing more. What it has sent stays with the invoices.',
  access: 'partner',
  params: idParams('id', 'The UUID of the rule.'),
  status: 200,
  message: 'Reminder rule deleted successfully.',
  data: deletedSchema('rule'),
  notFound: 'REMINDER_RULE_NOT_FOUND',
  errors: [],
  examples: { params: { id: REMINDER_RULE_EXAMPLE_ID }, data: deletedAnswer(REMINDER_RULE_EXAMPLE_ID) },
  handle({ params: { id }, change }) {
    return change(async (transaction) => {
      const rules = await loadRules(transaction, { lock: true });
      const rule = rules.find((one) => one.id === id);
      if (!rule) throw new ApiError('REMINDER_RULE_NOT_FOUND');
      await removeRule(transaction, id);
      const data = deletedAnswer(id);
      const changes = changesOfDeletion(toReminderRuleRecord(rule));
      return {
        data,
        records: [{ entity: 'reminder_rule', entityId: id, action: 'deleted', document: data, changes }],
      };
    });
  },
});
