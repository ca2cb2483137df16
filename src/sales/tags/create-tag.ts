import { v7 as uuidv7 } from 'uuid';
import { fieldError, invalidFields } from '../../errors.ts';
import { isUniqueViolation } from '../../platform/database/unique-violation.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { CREATE_TAG_EXAMPLE, TAG_EXAMPLE } from './tag.examples.ts';
import { createTagBody, tagSchema, toTagRecord } from './tag.schema.ts';
import { insertTag } from './tags.store.ts';

const NAME_TAKEN = fieldError('name', 'DUPLICATE_NAME', 'must be unique: another tag has it');

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
      const tag = await insertTag(transaction, caller.workspaceId, values).catch((error) => {
        throw isUniqueViolation(error, 'tag_name_unique') ? invalidFields([NAME_TAKEN]) : error;
      });
      const data = toTagRecord(tag);
      return { data, records: [{ entity: 'tag', entityId: tag.id, action: 'created', document: data }] };
    });
  },
});
