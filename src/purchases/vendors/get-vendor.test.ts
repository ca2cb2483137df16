import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('a vendor is read by its id in any case', async () => {
  const { body } = await server.strict.post('/vendors', { name: 'Read' });
  const read = await server.strict.get(`/vendors/${body.data.id.toUpperCase()}`);
  expect([read.status, read.body.data]).toEqual([200, body.data]);
});

test('one of another workspace and an unknown one are not found, one that is no UUID is invalid', async () => {
  const other = await server.addWorkspace();
  const { body } = await other.strict.post('/vendors', { name: 'Theirs' });
  for (const id of [body.data.id, UNKNOWN_UUID]) {
    const { status, body } = await server.strict.get(`/vendors/${id}`);
    expect([status, body.code]).toEqual([404, 'VENDOR_NOT_FOUND']);
  }
  const malformed = await server.strict.get('/vendors/17');
  expect([malformed.status, malformed.body.code]).toEqual([400, 'INVALID_UUID']);
});
