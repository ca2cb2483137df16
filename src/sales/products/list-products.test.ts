import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  const products = [
    { name: 'chair', code: 'FURN-1', type: 'good', price: 10 },
    { name: 'Advice 100%', code: null },
    { name: 'Board_room', code: 'R%', status: 'inactive' },
    { name: 'Boardxroom', code: 'rx' },
    { name: 'Chair', code: 'É-2', type: 'good' },
  ];
  for (const product of products) await server.strict.post('/products', product);
  await (await server.addWorkspace()).strict.post('/products', { name: 'Chair of others' });
});
afterAll(() => server.close());

async function names(query: Record<string, string>) {
  const { status, body } = await server.strict.get('/products', query);
  expect(status).toBe(200);
  return body.data.products.map(({ name }: { name: string }) => name);
}

test('products are listed by name and then age, in the reference’s shape and in data, and only the own ones', async () => {
  const { body } = await server.strict.get('/products');
  expect(body.status).toBe('success');
  expect(body.results).toBe(5);
  expect(body.message).toEqual(body.data);
  expect(body.data).toMatchObject({ totalRecords: 5, totalPages: 1, page: 1, limit: 50 });
  expect(await names({})).toEqual(['Advice 100%', 'Board_room', 'Boardxroom', 'chair', 'Chair']);
});

test('search finds a part of name or code, in which percent and underscore are ordinary', async () => {
  expect(await names({ search: 'CHAI' })).toEqual(['chair', 'Chair']);
  expect(await names({ search: 'furn' })).toEqual(['chair']);
  expect(await names({ search: 'e\u0301-2' })).toEqual(['Chair']);
  expect(await names({ search: '%' })).toEqual(['Advice 100%', 'Board_room']);
  expect(await names({ search: 'd_r' })).toEqual(['Board_room']);
  expect(await names({ search: '\\' })).toEqual([]);
});

test('status and type narrow the list', async () => {
  expect(await names({ status: 'inactive' })).toEqual(['Board_room']);
  expect(await names({ type: 'good' })).toEqual(['chair', 'Chair']);
  expect(await names({ type: 'service', status: 'active', search: 'board' })).toEqual(['Boardxroom']);
});

test('a list is answered by pages; a page past the end is empty', async () => {
  const { body } = await server.strict.get('/products', { page: '3', limit: '2' });
  expect(body).toMatchObject({ results: 1, data: { totalRecords: 5, totalPages: 3, page: 3, limit: 2 } });
  const past = await server.strict.get('/products', { page: '4', limit: '2' });
  expect(past.body).toMatchObject({ results: 0, data: { products: [], totalRecords: 5 } });
});

test('bad filters are refused together; unknown ones are ignored', async () => {
  const answer = await server.strict.get('/products', {
    page: '-1',
    limit: '1000',
    search: '\0',
    status: 'x',
    type: 'y',
  });
  expect(answer.status).toBe(400);
  expect(errorCodes(answer.body)).toEqual({
    page: 'TOO_SMALL',
    limit: 'TOO_LARGE',
    search: 'INVALID_TEXT',
    status: 'INVALID_ENUM',
    type: 'INVALID_ENUM',
  });
  expect(await names({ colour: 'red', limit: '1' })).toEqual(['Advice 100%']);
});
