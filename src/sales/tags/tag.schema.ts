import { z } from 'zod';
import { answered, report, text } from '../../platform/http/fields.ts';
import type { Tag } from './tags.store.ts';

const COLOR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

function color() {
  return z
    .string()
    .superRefine((value, context) => {
      if (!COLOR.test(value)) report(context, 'INVALID_VALUE', 'must be a colour written #rgb or #rrggbb');
    })
    .meta({ pattern: '^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$' });
}

export const createTagSchema = z.object({
  name: text(255, { blank: false }).describe(
    'What the tag is called; unique in the workspace, ignoring case.',
  ),
  color: color().nullish().describe('The colour to show it in, `#rgb` or `#rrggbb`.'),
});

export const tagSchema = z
  .object({
    id: answered.uuid().describe('The tag’s UUID.'),
    uuid: answered.uuid().describe('The same as `id`.'),
    name: z.string().describe('What the tag is called.'),
    color: z.string().nullable().describe('The colour to show it in.'),
    tagGroupUuid: answered.uuid().nullable().describe('The group that it belongs to.'),
    createdAt: answered.instant().describe('When it was created.'),
    updatedAt: answered.instant().describe('When it was last changed.'),
  })
  .meta({ id: 'Tag', description: 'A label that cuts across the books.' });

export type TagRecord = z.output<typeof tagSchema>;

/** A tag in the API's words. */
export function toTagRecord(tag: Tag): TagRecord {
  return {
    id: tag.id,
    uuid: tag.id,
    name: tag.name,
    color: tag.color,
    tagGroupUuid: tag.tagGroupId,
    createdAt: tag.createdAt.toISOString(),
    updatedAt: tag.updatedAt.toISOString(),
  };
}

export const CREATE_TAG_EXAMPLE = { name: 'Downtown office', color: '#1e88e5' };

export const TAG_EXAMPLE: TagRecord = {
  id: '0197e1c2-9c20-7d55-8a1b-2c3d4e5f6071',
  uuid: '0197e1c2-9c20-7d55-8a1b-2c3d4e5f6071',
  name: 'Downtown office',
  color: '#1e88e5',
  tagGroupUuid: null,
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
};
