import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('the word groups is the list of groups, and no tag of that name', async () => {
  const { status, body } = await server.strict.get('/tags/groups');
  expect(status).toBe(200);
  expect(body.data.tagGroups).toEqual([]);
});

test('an id that was never given, or is a tag’s, is not found, and one that is no UUID is invalid', async () => {
  const tag = await server.strict.post('/tags', { name: 'A tag' });
  for (const id of [UNKNOWN_UUID, tag.body.data.id]) {
    const { status, body } = await server.strict.get(`/tags/groups/${id}`);
    expect([status, body.code]).toEqual([404, 'TAG_GROUP_NOT_FOUND']);
  }
  const { status, body } = await server.strict.get('/tags/groups/17');
  expect([status, body.code]).toEqual([400, 'INVALID_UUID']);
});

test('a group of another workspace is not found', async () => {
  const other = await server.addWorkspace();
  const { body } = await other.strict.post('/tags/groups', { name: 'Theirs' });
  expect((await server.strict.get(`/tags/groups/${body.data.id}`)).status).toBe(404);
});
