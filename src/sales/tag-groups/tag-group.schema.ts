import { z } from 'zod';
import { answered, color, text, uuid } from '../../platform/http/fields.ts';
import { identityOf, identitySchema, timestampsOf, timestampsSchema } from '../../platform/http/record.ts';
import type { TagGroup } from './tag-groups.store.ts';

const MOST_TAGS = 500;

const name = text(255, { blank: false });
const tagUuids = z.array(uuid()).max(MOST_TAGS).nullish();
const NAME = 'What the group is called; unique in the workspace, ignoring case and extra blanks.';
const ONE_GROUP = 'A tag belongs to one group at most: one that is in another is refused.';

export const createTagGroupBody = z.object({
  name: name.describe(NAME),
  color: color().nullish().describe('The colour to show it in, `#rgb` or `#rrggbb`.'),
  tagUuids: tagUuids.describe(`The UUIDs of its tags, ${MOST_TAGS} at most. ${ONE_GROUP}`),
});

export const updateTagGroupBody = z.object({
  name: name.optional().describe(NAME),
  color: color().nullish().describe('The colour to show it in, `#rgb` or `#rrggbb`; `null` clears it.'),
  tagUuids: tagUuids.describe(
    `The UUIDs of all its tags from now on, ${MOST_TAGS} at most; \`[]\` or \`null\`: none. ${ONE_GROUP}`,
  ),
});

export type UpdateTagGroupBody = z.output<typeof updateTagGroupBody>;

const memberSchema = z.object({
  ...identitySchema('tag'),
  name: z.string().describe('What the tag is called.'),
  color: z.string().nullable().describe('The colour to show the tag in, `#rgb` or `#rrggbb`.'),
});

export const tagGroupSchema = z
  .object({
    ...identitySchema('group'),
    name: z.string().describe('What the group is called.'),
    color: z.string().nullable().describe('The colour to show it in, `#rgb` or `#rrggbb`.'),
    tagUuids: z.array(answered.uuid()).describe('The UUIDs of its tags.'),
    tags: z.array(memberSchema).describe('Its tags by name.'),
    ...timestampsSchema(),
  })
  .meta({ id: 'TagGroup', description: 'Tags that belong together.' });

export type TagGroupRecord = z.output<typeof tagGroupSchema>;

/** A tag group in the API's words. */
export function toTagGroupRecord(group: TagGroup): TagGroupRecord {
  return {
    ...identityOf(group.id),
    name: group.name,
    color: group.color,
    tagUuids: group.tags.map(({ id }) => id),
    tags: group.tags.map(({ id, name, color }) => ({ ...identityOf(id), name, color })),
    ...timestampsOf(group),
  };
}
