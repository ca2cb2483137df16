import { TAG_EXAMPLE, TAG_GROUP } from '../tags/index.ts';
import type { TagGroupRecord } from './tag-group.schema.ts';

export const CREATE_TAG_GROUP_EXAMPLE = { name: 'Office', color: '#3949ab' };

/** The group as it is created: without tags. */
export const NEW_TAG_GROUP_EXAMPLE: TagGroupRecord = {
  id: TAG_GROUP,
  uuid: TAG_GROUP,
  ...CREATE_TAG_GROUP_EXAMPLE,
  tagUuids: [],
  tags: [],
  createdAt: '2026-01-15T09:35:00.000Z',
  updatedAt: '2026-01-15T09:35:00.000Z',
};

export const UPDATE_TAG_GROUP_EXAMPLE = { tagUuids: [TAG_EXAMPLE.uuid] };

const { id, uuid, name, color } = TAG_EXAMPLE;

export const TAG_GROUP_EXAMPLE: TagGroupRecord = {
  ...NEW_TAG_GROUP_EXAMPLE,
  ...UPDATE_TAG_GROUP_EXAMPLE,
  tags: [{ id, uuid, name, color }],
  updatedAt: '2026-01-15T09:40:00.000Z',
};
