import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { TAG_EXAMPLE } from './tag.examples.ts';
import { deleteTagRow, lockTag } from './tags.store.ts';

export const deleteTag = defineEndpoint({
  method: 'DELETE',
  path: '/partners/tags/{id}',
  operationId: 'deleteTag',
  tag: 'Tags',
  summary: 'Delete Tag',
  description:
    'Deletes a tag for good. It leaves its group, its name is free again, and nothing can be marked with it any ' +
    'more. Documents and postings that have it keep it; what recurs goes on without it.',
  access: 'partner',
  params: idParams('id'),
  status: 200,
  message: 'Tag deleted successfully.',
  data: deletedSchema('tag'),
  notFound: 'TAG_NOT_FOUND',
  errors: [],
  examples: { data: deletedAnswer(TAG_EXAMPLE.id) },
  handle({ params: { id }, caller, change }) {
    return change(async (transaction) => {
      if (!(await lockTag(transaction, caller.workspaceId, id))) throw new ApiError('TAG_NOT_FOUND');
      await deleteTagRow(transaction, caller.workspaceId, id);
      const data = deletedAnswer(id);
      return { data, records: [{ entity: 'tag', entityId: id, action: 'deleted', document: data }] };
    });
  },
});
