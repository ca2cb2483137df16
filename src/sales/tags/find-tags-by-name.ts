import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { paging, text } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { TAG_EXAMPLE } from './tag.examples.ts';
import { tagSchema, toTagRecord } from './tag.schema.ts';
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
  examples: { data: listExample('tags', [TAG_EXAMPLE], STANDARD_LIMIT) },
  async handle({ query, caller, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const filter = { prefix: query.name };
    const { rows, totalRecords } = await read((transaction) =>
      selectTags(transaction, caller.workspaceId, filter, page),
    );
    return { data: listAnswer('tags', { rows: rows.map(toTagRecord), totalRecords }, page) };
  },
});
