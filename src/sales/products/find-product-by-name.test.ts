import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const find = (name: string) => server.strict.get('/products/find-by-name', { name });

test('a product is found by its exact name, ignoring case and composition', async () => {
  const { body: created } = await server.strict.post('/products', { name: 'Café 100% _é_ + & 🧾' });
  const { status, body } = await find('CAFE\u0301 100% _É_ + & 🧾');
  expect(status).toBe(200);
  expect(body.data).toEqual(created.data);
});

test('a part of the name, or a pattern, finds nothing', async () => {
  await server.strict.post('/products', { name: 'Whole name' });
  for (const name of ['Whole', 'Whole%', 'Whole_name', 'Whole name ']) {
    const { status, body } = await find(name);
    expect([status, body.code]).toEqual([404, 'PRODUCT_NOT_FOUND']);
  }
});

test('of several with one name the active comes first, then the oldest', async () => {
  await server.strict.post('/products', { name: 'Twin', code: 'inactive', status: 'inactive' });
  await server.strict.post('/products', { name: 'TWIN', code: 'older' });
  await server.strict.post('/products', { name: 'twin', code: 'younger' });
  expect((await find('Twin')).body.data.code).toBe('older');
});

test('a product of another workspace is not found', async () => {
  const other = await server.addWorkspace();
  await other.strict.post('/products', { name: 'Theirs' });
  expect((await find('Theirs')).status).toBe(404);
});

test('the name is required, and is text', async () => {
  const missing = await server.strict.get('/products/find-by-name');
  expect(missing.status).toBe(400);
  expect(missing.body.errors).toEqual([{ field: 'name', code: 'REQUIRED', message: 'name is required.' }]);
  for (const name of ['', ' ', 'a\0', 'x'.repeat(256)]) expect((await find(name)).status).toBe(400);
});
