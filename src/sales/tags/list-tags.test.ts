import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  for (const name of ['beta', 'Alpha', 'gamma 100%', 'Gamma_ray', 'GammaXray']) {
    await server.strict.post('/tags', { name });
  }
  await (await server.addWorkspace()).strict.post('/tags', { name: 'Gamma of others' });
});
afterAll(() => server.close());

async function names(query: Record<string, string>) {
  const { status, body } = await server.strict.get('/tags', query);
  expect(status).toBe(200);
  return body.data.tags.map(({ name }: { name: string }) => name);
}

test('tags are listed by name, ignoring case, and only the own ones', async () => {
  expect(await names({})).toEqual(['Alpha', 'beta', 'gamma 100%', 'Gamma_ray', 'GammaXray']);
});

test('a list is answered by pages; a page past the end is empty', async () => {
  const { body } = await server.strict.get('/tags', { page: '2', limit: '2' });
  expect(body.data).toMatchObject({ totalRecords: 5, totalPages: 3, page: 2, limit: 2 });
  expect(body.data.tags).toHaveLength(2);
  const past = await server.strict.get('/tags', { page: '9', limit: '2' });
  expect(past.body.data).toMatchObject({ tags: [], totalRecords: 5, totalPages: 3, page: 9 });
});

test('search finds a part of the name, in which percent and underscore are ordinary', async () => {
  expect(await names({ search: 'AMMA' })).toEqual(['gamma 100%', 'Gamma_ray', 'GammaXray']);
  expect(await names({ search: '0%' })).toEqual(['gamma 100%']);
  expect(await names({ search: 'a_r' })).toEqual(['Gamma_ray']);
  expect(await names({ search: '\\' })).toEqual([]);
});

test('a bad page, limit and search are refused together', async () => {
  const { status, body } = await server.strict.get('/tags', { page: '0', limit: '101', search: 'a\0' });
  expect(status).toBe(400);
  expect(errorCodes(body)).toEqual({ page: 'TOO_SMALL', limit: 'TOO_LARGE', search: 'INVALID_TEXT' });
});
