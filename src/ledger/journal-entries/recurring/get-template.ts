import { ApiError } from '../../../errors.ts';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { TEMPLATE_EXAMPLE } from './template.examples.ts';
import { templateSchema } from './template.schema.ts';
import { toTemplateRecord } from './template.ts';
import { findTemplate } from './templates.store.ts';

export const getTemplate = defineEndpoint({
  method: 'GET',
  path: '/partners/recurring-journal-entry-templates/{id}',
  operationId: 'getRecurringJournalEntryTemplate',
  tag: 'Recurring Journal Entries',
  summary: 'Get Recurring Journal Entry Template',
  description: 'One template, active, paused or ended, with its next date and, where that failed, why.',
  access: 'partner',
  params: idParams('id', 'The UUID of the template.'),
  status: 200,
  message: 'Recurring journal entry template retrieved successfully.',
  data: templateSchema,
  notFound: 'RECURRING_JOURNAL_TEMPLATE_NOT_FOUND',
  errors: [],
  examples: { data: TEMPLATE_EXAMPLE },
  async handle({ params, read }) {
    const template = await read((transaction) => findTemplate(transaction, params.id));
    if (!template) throw new ApiError('RECURRING_JOURNAL_TEMPLATE_NOT_FOUND');
    return { data: toTemplateRecord(template) };
  },
});
