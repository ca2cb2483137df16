import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { TAG_GROUP_EXAMPLE } from './tag-group.examples.ts';
import { tagGroupSchema, toTagGroupRecord } from './tag-group.schema.ts';
import { findTagGroup } from './tag-groups.store.ts';

export const getTagGroup = defineEndpoint({
  method: 'GET',
  path: '/partners/tags/groups/{id}',
  operationId: 'getTagGroup',
  tag: 'Tag Groups',
  summary: 'Get Tag Group',
  description: 'One tag group, with its tags, by its UUID.',
  access: 'partner',
  params: idParams('id'),
  status: 200,
  message: 'Tag group retrieved successfully.',
  data: tagGroupSchema,
  notFound: 'TAG_GROUP_NOT_FOUND',
  errors: [],
  examples: { data: TAG_GROUP_EXAMPLE },
  async handle({ params, caller, read }) {
    const group = await read((transaction) => findTagGroup(transaction, caller.workspaceId, params.id));
    if (!group) throw new ApiError('TAG_GROUP_NOT_FOUND');
    return { data: toTagGroupRecord(group) };
  },
});
