import type { TagRecord } from './tag.schema.ts';

const TAG = '0197e1c2-9c20-7d55-8a1b-2c3d4e5f6071';

export const CREATE_TAG_EXAMPLE = { name: 'Downtown office', color: '#1e88e5' };

export const TAG_EXAMPLE: TagRecord = {
  id: TAG,
  uuid: TAG,
  ...CREATE_TAG_EXAMPLE,
  tagGroupUuid: null,
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
};
