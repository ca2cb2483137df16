import { v7 as uuidv7 } from 'uuid';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { CREATE_TAG_EXAMPLE, TAG_EXAMPLE } from './tag.examples.ts';
import { createTagBody, tagSchema, toTagRecord } from './tag.schema.ts';
import { refuseTakenName } from './tag-name.ts';
import { insertTag } from './tags.store.ts';

export const createTag = defineEndpoint({
  method: 'POST',
  path: '/partners/tags',
  operationId: 'createTag',
  tag: 'Tags',
  summary: 'Create Tag',
  description: 'Creates a tag. Its name is unique in the workspace, ignoring case.',
  access: 'partner',
  body: createTagBody,
  status: 201,
  message: 'Tag created successfully.',
  data: tagSchema,
  errors: ['DUPLICATE_NAME'],
  examples: { body: CREATE_TAG_EXAMPLE, data: TAG_EXAMPLE },
  handle({ body, caller, change }) {
    return change(async (transaction) => {
      const values = { id: uuidv7(), name: body.name, color: body.color ?? null };
      const tag = await insertTag(transaction, caller.workspaceId, values).catch(refuseTakenName);
      const data = toTagRecord(tag);
      return { data, records: [{ entity: 'tag', entityId: tag.id, action: 'created', document: data }] };
    });
  },
});
