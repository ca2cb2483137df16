import { type FieldError, fieldError, invalidFields } from '../../errors.ts';
import type { ChangedRecord } from '../../platform/change/change.ts';
import { isUniqueViolation } from '../../platform/database/unique-violation.ts';
import { type Tag, toTagRecord } from '../tags/index.ts';

/** The error of a name that another group has. */
export const NAME_TAKEN = fieldError('name', 'DUPLICATE_NAME', 'must be unique: another tag group has it');

/** Says of a write that the database refused whether another group has the name: one that was quicker. */
export function refuseTakenName(error: unknown): never {
  throw isUniqueViolation(error, 'tag_group_name_unique') ? invalidFields([NAME_TAKEN]) : error;
}

/**
 * The errors of tags that a group cannot have: unknown here, or in another group.
 *
 * @param named as the body names them
 * @param found those of them that there are
 */
export function refuseTags(
  named: readonly string[],
  found: ReadonlyMap<string, Tag>,
  groupId: string,
): FieldError[] {
  return named.flatMap((uuid, index): FieldError[] => {
    const field = `tagUuids[${index}]`;
    const tag = found.get(uuid);
    if (!tag) {
      const predicate = `must be the UUID of a tag of this workspace: ${uuid} is unknown`;
      return [fieldError(field, 'TAG_NOT_FOUND', predicate, { uuid })];
    }
    if (tag.tagGroupId === null || tag.tagGroupId === groupId) return [];
    const predicate = `must be a tag without a group or of this one: ${uuid} is in another`;
    return [fieldError(field, 'TAG_IN_ANOTHER_GROUP', predicate, { uuid })];
  });
}

/**
 * What is recorded of tags that changed their group.
 *
 * @param from the group that they were in
 */
export function movedTags(tags: readonly Tag[], from: string | null): ChangedRecord[] {
  return tags.map((tag) => ({
    entity: 'tag',
    entityId: tag.id,
    action: 'updated',
    document: toTagRecord(tag),
    changes: { tagGroupUuid: { from, to: tag.tagGroupId } },
  }));
}
