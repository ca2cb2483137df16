import { v7 as uuidv7 } from 'uuid';
import { invalidFields } from '../../errors.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { lockTags, moveTags } from '../tags/index.ts';
import { CREATE_TAG_GROUP_EXAMPLE, NEW_TAG_GROUP_EXAMPLE } from './tag-group.examples.ts';
import {
  createTagGroupBody,
  type TagGroupRecord,
  tagGroupSchema,
  toTagGroupRecord,
} from './tag-group.schema.ts';
import { movedTags, NAME_TAKEN, refuseTags, refuseTakenName } from './tag-group.ts';
import { findTagGroup, insertTagGroup, isNameTaken } from './tag-groups.store.ts';

export const createTagGroup = defineEndpoint({
  method: 'POST',
  path: '/partners/tags/groups',
  operationId: 'createTagGroup',
  tag: 'Tag Groups',
  summary: 'Create Tag Group',
  description:
    'Creates a tag group, with tags where `tagUuids` names them. Its name is unique in the workspace, ignoring case and extra blanks.',
  access: 'partner',
  body: createTagGroupBody,
  status: 201,
  message: 'Tag group created successfully.',
  data: tagGroupSchema,
  errors: ['DUPLICATE_NAME', 'TAG_NOT_FOUND', 'TAG_IN_ANOTHER_GROUP'],
  examples: { body: CREATE_TAG_GROUP_EXAMPLE, data: NEW_TAG_GROUP_EXAMPLE },
  handle({ body, caller, change }) {
    const values = { id: uuidv7(), name: body.name, color: body.color ?? null };
    return change((transaction) => create(transaction, caller.workspaceId, values, body.tagUuids ?? []));
  },
});

async function create(
  transaction: Transaction,
  workspaceId: string,
  values: { id: string; name: string; color: string | null },
  tagIds: readonly string[],
): Promise<DoneChange<TagGroupRecord>> {
  const { id, name } = values;
  const tags = await lockTags(transaction, workspaceId, tagIds);
  const found = new Map(tags.map((tag) => [tag.id, tag]));
  const errors = [
    ...((await isNameTaken(transaction, workspaceId, name, id)) ? [NAME_TAKEN] : []),
    ...refuseTags(tagIds, found, id),
  ];
  if (errors.length > 0) throw invalidFields(errors);
  await insertTagGroup(transaction, workspaceId, values).catch(refuseTakenName);
  const moved = await moveTags(transaction, workspaceId, [...found.keys()], id);
  const data = toTagGroupRecord((await findTagGroup(transaction, workspaceId, id))!);
  const created = { entity: 'tag_group', entityId: id, action: 'created', document: data };
  return { data, records: [created, ...movedTags(moved, null)] };
}
