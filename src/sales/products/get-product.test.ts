import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('a product is answered in data and once more in data.product', async () => {
  const { body: created } = await server.strict.post('/products', { name: 'Tea', price: 2 });
  const { status, body } = await server.strict.get(`/products/${created.data.id.toUpperCase()}`);
  expect(status).toBe(200);
  expect(body.data).toEqual({ ...created.data, product: created.data });
});

test('one of another workspace, or of none, is not found', async () => {
  const other = await server.addWorkspace();
  const { body } = await other.strict.post('/products', { name: 'Theirs' });
  for (const id of [body.data.id, UNKNOWN_UUID]) {
    const answer = await server.strict.get(`/products/${id}`);
    expect([answer.status, answer.body.code]).toEqual([404, 'PRODUCT_NOT_FOUND']);
  }
  const malformed = await server.strict.get('/products/17');
  expect([malformed.status, malformed.body.code]).toEqual([400, 'INVALID_UUID']);
});
