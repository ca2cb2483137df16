import { ApiError } from '../../../errors.ts';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../../platform/http/record.ts';
import { toDeletedTemplate } from './changed-template.ts';
import { TEMPLATE_EXAMPLE_ID } from './template.examples.ts';
import { lockTemplate, markTemplateDeleted } from './templates.store.ts';

export const deleteTemplate = defineEndpoint({
  method: 'DELETE',
  path: '/partners/recurring-journal-entry-templates/{id}',
  operationId: 'deleteRecurringJournalEntryTemplate',
  tag: 'Recurring Journal Entries',
  summary: 'Delete Recurring Journal Entry Template',
  description: 'Deletes a template: it posts nothing any more. The entries that it has made stay.',
  access: 'partner',
  params: idParams('id', 'The UUID of the template.'),
  status: 200,
  message: 'Recurring journal entry template deleted successfully.',
  data: deletedSchema('template'),
  notFound: 'RECURRING_JOURNAL_TEMPLATE_NOT_FOUND',
  errors: [],
  examples: { data: deletedAnswer(TEMPLATE_EXAMPLE_ID) },
  handle({ params, change }) {
    return change(async (transaction) => {
      const template = await lockTemplate(transaction, params.id);
      if (!template) throw new ApiError('RECURRING_JOURNAL_TEMPLATE_NOT_FOUND');
      await markTemplateDeleted(transaction, template.id);
      return { data: deletedAnswer(template.id), records: [toDeletedTemplate(template)] };
    });
  },
});
