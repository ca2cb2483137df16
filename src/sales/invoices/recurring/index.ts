import type { Endpoint } from '../../../platform/http/endpoint.ts';
import { createTemplate } from './create-template.ts';
import { deleteTemplate } from './delete-template.ts';
import { getTemplate } from './get-template.ts';
import { listTemplates } from './list-templates.ts';
import { pauseTemplate, resumeTemplate } from './pause-template.ts';
import { updateTemplate } from './update-template.ts';

export { makeDueInvoices } from './make-due-invoices.ts';

/** The endpoints of templates that make invoices, quotes and estimates again and again. */
export const RECURRING_INVOICE_ENDPOINTS: readonly Endpoint[] = [
  createTemplate,
  listTemplates,
  getTemplate,
  updateTemplate,
  pauseTemplate,
  resumeTemplate,
  deleteTemplate,
];
