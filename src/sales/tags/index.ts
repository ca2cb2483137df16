import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createTag } from './create-tag.ts';
import { findTagsByName } from './find-tags-by-name.ts';
import { getTag } from './get-tag.ts';
import { listTags } from './list-tags.ts';

/** The endpoints of tags. */
export const TAG_ENDPOINTS: readonly Endpoint[] = [createTag, listTags, findTagsByName, getTag];
