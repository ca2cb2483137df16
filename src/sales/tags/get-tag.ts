import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { TAG_EXAMPLE } from './tag.examples.ts';
import { tagSchema, toTagRecord } from './tag.schema.ts';
import { findTag } from './tags.store.ts';

export const getTag = defineEndpoint({
  method: 'GET',
  path: '/partners/tags/{id}',
  operationId: 'getTag',
  tag: 'Tags',
  summary: 'Get Tag',
  description: 'One tag by its UUID.',
  access: 'partner',
  params: idParams('id'),
  status: 200,
  message: 'Tag retrieved successfully.',
  data: tagSchema,
  notFound: 'TAG_NOT_FOUND',
  errors: [],
  examples: { data: TAG_EXAMPLE },
  async handle({ params, caller, read }) {
    const tag = await read((transaction) => findTag(transaction, caller.workspaceId, params.id));
    if (!tag) throw new ApiError('TAG_NOT_FOUND');
    return { data: toTagRecord(tag) };
  },
});
