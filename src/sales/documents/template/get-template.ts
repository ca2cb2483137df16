import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { TEMPLATE_EXAMPLE } from './template.examples.ts';
import { templateSchema } from './template.schema.ts';
import { toTemplateRecord } from './template-record.ts';
import { readTemplate } from './templates.store.ts';

export const getInvoiceTemplate = defineEndpoint({
  method: 'GET',
  path: '/partners/invoice-template',
  operationId: 'getInvoiceTemplate',
  tag: 'Invoices',
  summary: 'Get Invoice Template',
  description:
    'How the PDFs of the workspace look: logo, colour, language, paper and footer. An addition of Recount, which COUNT’s ' +
    'API does not have.',
  access: 'partner',
  status: 200,
  message: 'Invoice template retrieved successfully.',
  data: templateSchema,
  errors: [],
  examples: { data: TEMPLATE_EXAMPLE },
  async handle({ read }) {
    return { data: toTemplateRecord(await read((transaction) => readTemplate(transaction))) };
  },
});
