import { z } from 'zod';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { oneOf, paging, text } from '../../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../../platform/http/list.ts';
import { TEMPLATE_EXAMPLE } from './template.examples.ts';
import { templateSchema } from './template.schema.ts';
import { toTemplateRecord } from './template.ts';
import { selectTemplates } from './templates.store.ts';

const STANDARD_LIMIT = 50;
const PAUSED = { true: true, false: false, all: undefined } as const;

export const listTemplates = defineEndpoint({
  method: 'GET',
  path: '/partners/recurring-journal-entry-templates',
  operationId: 'listRecurringJournalEntryTemplates',
  tag: 'Recurring Journal Entries',
  summary: 'List Recurring Journal Entry Templates',
  description:
    'The workspace’s templates, the newest first; those that are not paused, unless `isDraft` says otherwise.',
  access: 'partner',
  query: z.object({
    ...paging(STANDARD_LIMIT),
    search: text(255).optional().describe('Part of the description or of the number, ignoring case.'),
    isDraft: oneOf(['true', 'false', 'all'])
      .optional()
      .describe('`true`: only paused ones; `false`, the default: only the others; `all`.'),
  }),
  status: 200,
  message: 'Recurring journal entry templates retrieved successfully.',
  data: listSchema('recurringJournalEntryTemplates', templateSchema),
  errors: [],
  examples: { data: listExample('recurringJournalEntryTemplates', [TEMPLATE_EXAMPLE], STANDARD_LIMIT) },
  async handle({ query, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const filter = { search: query.search, paused: PAUSED[query.isDraft ?? 'false'] };
    const { rows, totalRecords } = await read((transaction) => selectTemplates(transaction, filter, page));
    const records = { rows: rows.map(toTemplateRecord), totalRecords };
    return { data: listAnswer('recurringJournalEntryTemplates', records, page) };
  },
});
