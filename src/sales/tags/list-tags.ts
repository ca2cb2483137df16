import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { paging, text } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { TAG_EXAMPLE } from './tag.examples.ts';
import { tagSchema, toTagRecord } from './tag.schema.ts';
import { selectTags } from './tags.store.ts';

const STANDARD_LIMIT = 50;

export const listTags = defineEndpoint({
  method: 'GET',
  path: '/partners/tags',
  operationId: 'listTags',
  tag: 'Tags',
  summary: 'List Tags',
  description: 'The workspace’s tags by name. Their UUIDs go into `tagUuids` of invoices.',
  access: 'partner',
  query: z.object({
    ...paging(STANDARD_LIMIT),
    search: text(255).optional().describe('Part of the name, ignoring case.'),
  }),
  status: 200,
  message: 'Tags retrieved successfully.',
  data: listSchema('tags', tagSchema),
  errors: [],
  examples: { data: listExample('tags', [TAG_EXAMPLE], STANDARD_LIMIT) },
  async handle({ query, caller, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const filter = { search: query.search };
    const { rows, totalRecords } = await read((transaction) =>
      selectTags(transaction, caller.workspaceId, filter, page),
    );
    return { data: listAnswer('tags', { rows: rows.map(toTagRecord), totalRecords }, page) };
  },
});
