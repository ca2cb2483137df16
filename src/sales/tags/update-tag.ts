import { ApiError } from '../../errors.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { UPDATE_TAG_EXAMPLE, UPDATED_TAG_EXAMPLE } from './tag.examples.ts';
import { tagSchema, toTagRecord, updateTagBody } from './tag.schema.ts';
import { refuseTakenName } from './tag-name.ts';
import { lockTag, overwriteTag } from './tags.store.ts';

export const updateTag = defineEndpoint({
  method: 'PATCH',
  path: '/partners/tags/{id}',
  operationId: 'updateTag',
  tag: 'Tags',
  summary: 'Update Tag',
  description:
    'Changes the fields that are given and leaves the others. Documents that have the tag show it under its new ' +
    'name. Which group it is in is changed by [Update Tag Group](/docs/tag-groups/update-tag-group).',
  access: 'partner',
  params: idParams('id'),
  body: updateTagBody,
  status: 200,
  message: 'Tag updated successfully.',
  data: tagSchema,
  notFound: 'TAG_NOT_FOUND',
  errors: ['DUPLICATE_NAME'],
  examples: { body: UPDATE_TAG_EXAMPLE, data: UPDATED_TAG_EXAMPLE },
  handle({ params: { id }, body, caller, change }) {
    const { workspaceId } = caller;
    return change(async (transaction) => {
      const held = await lockTag(transaction, workspaceId, id);
      if (!held) throw new ApiError('TAG_NOT_FOUND');
      const before = { name: held.name, color: held.color };
      const after = {
        name: body.name ?? before.name,
        color: body.color === undefined ? before.color : body.color,
      };
      const changes = changesBetween(before, after);
      if (Object.keys(changes).length === 0) return { data: toTagRecord(held), records: [] };
      const tag = await overwriteTag(transaction, workspaceId, { id, ...after }).catch(refuseTakenName);
      const data = toTagRecord(tag);
      return { data, records: [{ entity: 'tag', entityId: id, action: 'updated', document: data, changes }] };
    });
  },
});
