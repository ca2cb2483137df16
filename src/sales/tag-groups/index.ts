import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createTagGroup } from './create-tag-group.ts';
import { deleteTagGroup } from './delete-tag-group.ts';
import { getTagGroup } from './get-tag-group.ts';
import { listTagGroups } from './list-tag-groups.ts';
import { updateTagGroup } from './update-tag-group.ts';

/** The endpoints of tag groups. */
export const TAG_GROUP_ENDPOINTS: readonly Endpoint[] = [
  createTagGroup,
  listTagGroups,
  getTagGroup,
  updateTagGroup,
  deleteTagGroup,
];
