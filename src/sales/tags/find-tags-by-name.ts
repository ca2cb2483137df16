import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { paging, text } from '../../platform/http/fields.ts';
import { listAnswer, listSchema, readPage } from '../../platform/http/list.ts';
import { TAG_EXAMPLE, tagSchema, toTagRecord } from './tag.schema.ts';
import { selectTags } from './tags.store.ts';

const STANDARD_LIMIT = 50;

export const findTagsByName = defineEndpoint({
  method: 'GET',
  path: '/partners/tags/find-by-name',
  operationId: 'findTagsByName',
  tag: 'Tags',
  summary: 'Find Tags by Name',
  description: 'The tags whose names begin with a text, ignoring case; an empty list where none does.',
  access: 'partner',
  query: z.object({
    name: text(255, { blank: false }).describe('How the name begins.'),
    ...paging(STANDARD_LIMIT),
  }),
  status: 200,
  message: 'Tags retrieved successfully.',
  data: listSchema('tags', tagSchema),
  errors: [],
  examples: { data: listAnswer('tags', [TAG_EXAMPLE], 1, { page: 1, limit: STANDARD_LIMIT, offset: 0 }) },
  async handle({ query, caller, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const filter = { prefix: query.name };
    const found = await read((transaction) => selectTags(transaction, caller.workspaceId, filter, page));
    return { data: listAnswer('tags', found.tags.map(toTagRecord), found.totalRecords, page) };
  },
});
