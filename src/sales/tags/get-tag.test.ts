import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('a tag of another workspace is not found', async () => {
  const other = await server.addWorkspace();
  const { body } = await other.strict.post('/tags', { name: 'Theirs' });
  const { status, body: refused } = await server.strict.get(`/tags/${body.data.id}`);
  expect([status, refused.code]).toEqual([404, 'TAG_NOT_FOUND']);
});

test('an id that was never given is not found, and one that is no UUID is invalid', async () => {
  expect((await server.strict.get(`/tags/${UNKNOWN_UUID}`)).status).toBe(404);
  const { status, body } = await server.strict.get('/tags/17');
  expect([status, body.code]).toEqual([400, 'INVALID_UUID']);
});
