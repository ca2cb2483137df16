import { ApiError, invalidFields } from '../../errors.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { lockTags, moveTags } from '../tags/index.ts';
import { TAG_GROUP_EXAMPLE, UPDATE_TAG_GROUP_EXAMPLE } from './tag-group.examples.ts';
import {
  type TagGroupRecord,
  tagGroupSchema,
  toTagGroupRecord,
  type UpdateTagGroupBody,
  updateTagGroupBody,
} from './tag-group.schema.ts';
import { movedTags, NAME_TAKEN, refuseTags, refuseTakenName } from './tag-group.ts';
import { findTagGroup, isNameTaken, lockTagGroup, overwriteTagGroup } from './tag-groups.store.ts';

export const updateTagGroup = defineEndpoint({
  method: 'PATCH',
  path: '/partners/tags/groups/{id}',
  operationId: 'updateTagGroup',
  tag: 'Tag Groups',
  summary: 'Update Tag Group',
  description:
    'Changes the fields that are given and leaves the others. `tagUuids` replaces all tags of the group: those that ' +
    'it does not name leave the group, and `[]` empties it.',
  access: 'partner',
  params: idParams('id'),
  body: updateTagGroupBody,
  status: 200,
  message: 'Tag group updated successfully.',
  data: tagGroupSchema,
  notFound: 'TAG_GROUP_NOT_FOUND',
  errors: ['DUPLICATE_NAME', 'TAG_NOT_FOUND', 'TAG_IN_ANOTHER_GROUP'],
  examples: { body: UPDATE_TAG_GROUP_EXAMPLE, data: TAG_GROUP_EXAMPLE },
  handle({ params, body, caller, change }) {
    return change((transaction) => update(transaction, caller.workspaceId, params.id, body));
  },
});

async function update(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  body: UpdateTagGroupBody,
): Promise<DoneChange<TagGroupRecord>> {
  if (!(await lockTagGroup(transaction, workspaceId, id))) throw new ApiError('TAG_GROUP_NOT_FOUND');
  const before = toTagGroupRecord((await findTagGroup(transaction, workspaceId, id))!);
  const { name = before.name, color = before.color } = body;
  const named = body.tagUuids === undefined ? before.tagUuids : (body.tagUuids ?? []);
  const tags = await lockTags(transaction, workspaceId, [...before.tagUuids, ...named]);
  const found = new Map(tags.map((tag) => [tag.id, tag]));
  const isTaken = name !== before.name && (await isNameTaken(transaction, workspaceId, name, id));
  const errors = [...(isTaken ? [NAME_TAKEN] : []), ...(body.tagUuids ? refuseTags(named, found, id) : [])];
  if (errors.length > 0) throw invalidFields(errors);

  const wanted = new Set(named);
  const leaving = tags.filter((tag) => tag.tagGroupId === id && !wanted.has(tag.id));
  const joining = tags.filter((tag) => tag.tagGroupId === null && wanted.has(tag.id));
  const unchanged = name === before.name && color === before.color && leaving.length + joining.length === 0;
  if (unchanged) return { data: before, records: [] };

  await overwriteTagGroup(transaction, workspaceId, { id, name, color }).catch(refuseTakenName);
  const idsOf = (some: typeof tags) => some.map((tag) => tag.id);
  const left = await moveTags(transaction, workspaceId, idsOf(leaving), null);
  const joined = await moveTags(transaction, workspaceId, idsOf(joining), id);
  const data = toTagGroupRecord((await findTagGroup(transaction, workspaceId, id))!);
  const changes = changesBetween(audited(before), audited(data));
  const updated = { entity: 'tag_group', entityId: id, action: 'updated', document: data, changes };
  return { data, records: [updated, ...movedTags(left, id), ...movedTags(joined, null)] };
}

/** What of a group a person changes. */
function audited({ name, color, tagUuids }: TagGroupRecord) {
  return { name, color, tagUuids: tagUuids.toSorted() };
}
