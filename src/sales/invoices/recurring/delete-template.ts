import { ApiError } from '../../../errors.ts';
import type { ChangedRecord } from '../../../platform/change/change.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../../platform/http/record.ts';
import { DELETED_TEMPLATE_EXAMPLE } from './template.examples.ts';
import { type Template, toTemplateRecord } from './template.ts';
import { lockTemplate, markTemplateDeleted } from './templates.store.ts';

export const deleteTemplate = defineEndpoint({
  method: 'DELETE',
  path: '/partners/recurring-invoice-templates/{id}',
  operationId: 'deleteRecurringInvoiceTemplate',
  tag: 'Recurring Invoices',
  summary: 'Delete Recurring Invoice Template',
  description: 'Deletes a template: it makes nothing any more. The documents that it has made stay.',
  access: 'partner',
  params: idParams('id', 'The UUID of the template.'),
  status: 200,
  message: 'Recurring invoice template deleted successfully.',
  data: deletedSchema('template'),
  notFound: 'RECURRING_TEMPLATE_NOT_FOUND',
  errors: [],
  examples: { data: DELETED_TEMPLATE_EXAMPLE },
  handle({ params, change }) {
    return change(async (transaction) => {
      const template = await lockTemplate(transaction, params.id);
      if (!template) throw new ApiError('RECURRING_TEMPLATE_NOT_FOUND');
      return { data: deletedAnswer(template.id), records: [await dropTemplate(transaction, template)] };
    });
  },
});

/** Deletes a template that is locked, and answers what the audit log and the event say of it. */
export async function dropTemplate(transaction: Transaction, template: Template): Promise<ChangedRecord> {
  await markTemplateDeleted(transaction, template.id);
  const document = toTemplateRecord(template);
  return { entity: 'recurring_invoice_template', entityId: template.id, action: 'deleted', document };
}
