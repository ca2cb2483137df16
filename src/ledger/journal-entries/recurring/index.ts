import type { Endpoint } from '../../../platform/http/endpoint.ts';
import { createTemplate } from './create-template.ts';
import { deleteTemplate } from './delete-template.ts';
import { getTemplate } from './get-template.ts';
import { listRuns } from './list-runs.ts';
import { listTemplates } from './list-templates.ts';
import { pauseTemplate, resumeTemplate } from './pause-template.ts';
import { updateTemplate } from './update-template.ts';

export { makeDueEntries } from './make-due-entries.ts';

/** The endpoints of templates that post journal entries again and again. */
export const RECURRING_JOURNAL_ENTRY_ENDPOINTS: readonly Endpoint[] = [
  createTemplate,
  listTemplates,
  getTemplate,
  listRuns,
  updateTemplate,
  pauseTemplate,
  resumeTemplate,
  deleteTemplate,
];
