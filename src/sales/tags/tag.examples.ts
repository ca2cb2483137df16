import type { TagRecord } from './tag.schema.ts';

const TAG = '0197e1c2-9c20-7d55-8a1b-2c3d4e5f6071';

/** The group that the example's tag is in. */
export const TAG_GROUP = '0197e1c2-9d30-7e66-9b2c-3d4e5f607182';

export const CREATE_TAG_EXAMPLE = { name: 'Downtown office', color: '#1e88e5' };

export const TAG_EXAMPLE: TagRecord = {
  id: TAG,
  uuid: TAG,
  ...CREATE_TAG_EXAMPLE,
  tagGroupUuid: null,
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
};

export const UPDATE_TAG_EXAMPLE = { color: '#d81b60' };

export const UPDATED_TAG_EXAMPLE: TagRecord = {
  ...TAG_EXAMPLE,
  ...UPDATE_TAG_EXAMPLE,
  tagGroupUuid: TAG_GROUP,
  updatedAt: '2026-07-01T14:05:09.120Z',
};
