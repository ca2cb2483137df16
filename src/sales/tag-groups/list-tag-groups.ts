import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { paging, text } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { TAG_GROUP_EXAMPLE } from './tag-group.examples.ts';
import { tagGroupSchema, toTagGroupRecord } from './tag-group.schema.ts';
import { selectTagGroups } from './tag-groups.store.ts';

const STANDARD_LIMIT = 50;

export const listTagGroups = defineEndpoint({
  method: 'GET',
  path: '/partners/tags/groups',
  operationId: 'listTagGroups',
  tag: 'Tag Groups',
  summary: 'List Tag Groups',
  description: 'The workspace’s tag groups by name, each with its tags.',
  access: 'partner',
  query: z.object({
    ...paging(STANDARD_LIMIT),
    search: text(255).optional().describe('Part of the name, ignoring case.'),
  }),
  status: 200,
  message: 'Tag groups retrieved successfully.',
  data: listSchema('tagGroups', tagGroupSchema),
  errors: [],
  examples: { data: listExample('tagGroups', [TAG_GROUP_EXAMPLE], STANDARD_LIMIT) },
  async handle({ query, caller, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const { rows, totalRecords } = await read((transaction) =>
      selectTagGroups(transaction, caller.workspaceId, query.search, page),
    );
    return { data: listAnswer('tagGroups', { rows: rows.map(toTagGroupRecord), totalRecords }, page) };
  },
});
