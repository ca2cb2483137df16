import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createTag } from './create-tag.ts';
import { deleteTag } from './delete-tag.ts';
import { findTagsByName } from './find-tags-by-name.ts';
import { getTag } from './get-tag.ts';
import { listTags } from './list-tags.ts';
import { updateTag } from './update-tag.ts';

export { TAG_EXAMPLE, TAG_GROUP } from './tag.examples.ts';
export { toTagRecord } from './tag.schema.ts';
export { lockTags, moveTags, type Tag } from './tags.store.ts';

/** The endpoints of tags. */
export const TAG_ENDPOINTS: readonly Endpoint[] = [
  createTag,
  listTags,
  findTagsByName,
  getTag,
  updateTag,
  deleteTag,
];
