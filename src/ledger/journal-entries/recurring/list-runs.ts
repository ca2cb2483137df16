import { z } from 'zod';
import { ApiError } from '../../../errors.ts';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { idParams, paging } from '../../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../../platform/http/list.ts';
import { selectRuns } from './runs.store.ts';
import { RUN_EXAMPLES, TEMPLATE_EXAMPLE_ID } from './template.examples.ts';
import { runSchema } from './template.schema.ts';
import { findTemplate } from './templates.store.ts';

const STANDARD_LIMIT = 50;

export const listRuns = defineEndpoint({
  method: 'GET',
  path: '/partners/recurring-journal-entry-templates/{id}/runs',
  operationId: 'listRecurringJournalEntryRuns',
  tag: 'Recurring Journal Entries',
  summary: 'List Recurring Journal Entry Runs',
  description:
    'What became of each date of a template’s schedule so far, the newest first: the entry that was posted, or why there is ' +
    'none. Dates that passed while the template was paused are not among them.',
  access: 'partner',
  params: idParams('id', 'The UUID of the template.'),
  query: z.object(paging(STANDARD_LIMIT)),
  status: 200,
  message: 'Recurring journal entry runs retrieved successfully.',
  data: listSchema('runs', runSchema),
  notFound: 'RECURRING_JOURNAL_TEMPLATE_NOT_FOUND',
  errors: [],
  examples: {
    params: { id: TEMPLATE_EXAMPLE_ID },
    data: listExample('runs', RUN_EXAMPLES, STANDARD_LIMIT),
  },
  async handle({ params: { id }, query, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const runs = await read(async (transaction) => {
      if (!(await findTemplate(transaction, id))) throw new ApiError('RECURRING_JOURNAL_TEMPLATE_NOT_FOUND');
      return selectRuns(transaction, id, page);
    });
    return { data: listAnswer('runs', runs, page) };
  },
});
