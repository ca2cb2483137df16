import { z } from 'zod';
import { answered, color, text } from '../../platform/http/fields.ts';
import { identityOf, identitySchema, timestampsOf, timestampsSchema } from '../../platform/http/record.ts';
import type { Tag } from './tags.store.ts';

const name = text(255, { blank: false });
const NAME = 'What the tag is called; unique in the workspace, ignoring case and extra blanks.';

export const createTagBody = z.object({
  name: name.describe(NAME),
  color: color().nullish().describe('The colour to show it in, `#rgb` or `#rrggbb`.'),
});

export const updateTagBody = z.object({
  name: name.optional().describe(NAME),
  color: color().nullish().describe('The colour to show it in, `#rgb` or `#rrggbb`; `null` clears it.'),
});

export const tagSchema = z
  .object({
    ...identitySchema('tag'),
    name: z.string().describe('What the tag is called.'),
    color: z.string().nullable().describe('The colour to show it in, `#rgb` or `#rrggbb`.'),
    tagGroupUuid: answered
      .uuid()
      .nullable()
      .describe(
        'The group that it belongs to, `null` where it is in none. The group says which tags it has.',
      ),
    ...timestampsSchema(),
  })
  .meta({ id: 'Tag', description: 'A label that cuts across the books.' });

export type TagRecord = z.output<typeof tagSchema>;

/** A tag in the API's words. */
export function toTagRecord(tag: Tag): TagRecord {
  return {
    ...identityOf(tag.id),
    name: tag.name,
    color: tag.color,
    tagGroupUuid: tag.tagGroupId,
    ...timestampsOf(tag),
  };
}
