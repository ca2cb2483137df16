import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { lockTags, moveTags } from '../tags/index.ts';
import { TAG_GROUP_EXAMPLE } from './tag-group.examples.ts';
import { movedTags } from './tag-group.ts';
import { findTagGroup, lockTagGroup, removeTagGroup } from './tag-groups.store.ts';

export const deleteTagGroup = defineEndpoint({
  method: 'DELETE',
  path: '/partners/tags/groups/{id}',
  operationId: 'deleteTagGroup',
  tag: 'Tag Groups',
  summary: 'Delete Tag Group',
  description: 'Deletes a tag group. Its tags stay, without a group.',
  access: 'partner',
  params: idParams('id'),
  status: 200,
  message: 'Tag group deleted successfully.',
  data: deletedSchema('group'),
  notFound: 'TAG_GROUP_NOT_FOUND',
  errors: [],
  examples: { data: deletedAnswer(TAG_GROUP_EXAMPLE.id) },
  handle({ params: { id }, caller: { workspaceId }, change }) {
    return change(async (transaction) => {
      if (!(await lockTagGroup(transaction, workspaceId, id))) throw new ApiError('TAG_GROUP_NOT_FOUND');
      const group = (await findTagGroup(transaction, workspaceId, id))!;
      const tags = await lockTags(
        transaction,
        workspaceId,
        group.tags.map((tag) => tag.id),
      );
      const left = await moveTags(
        transaction,
        workspaceId,
        tags.map((tag) => tag.id),
        null,
      );
      await removeTagGroup(transaction, workspaceId, id);
      const data = deletedAnswer(id);
      const deleted = { entity: 'tag_group', entityId: id, action: 'deleted', document: data };
      return { data, records: [deleted, ...movedTags(left, id)] };
    });
  },
});
