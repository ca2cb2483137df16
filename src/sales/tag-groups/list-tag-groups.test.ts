import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  for (const name of ['beta', 'Alpha', 'gamma 100%', 'Gamma_ray', 'GammaXray']) {
    const tag = await server.strict.post('/tags', { name: `Tag of ${name}` });
    await server.strict.post('/tags/groups', { name, tagUuids: [tag.body.data.id] });
  }
  await (await server.addWorkspace()).strict.post('/tags/groups', { name: 'Gamma of others' });
});
afterAll(() => server.close());

async function list(query: Record<string, string>) {
  const { status, body } = await server.strict.get('/tags/groups', query);
  expect(status).toBe(200);
  return body.data.tagGroups as { name: string; tags: { name: string }[] }[];
}
const names = async (query: Record<string, string>) => (await list(query)).map(({ name }) => name);

test('groups are listed by name, ignoring case, only the own ones, each with its tags', async () => {
  const groups = await list({});
  expect(groups.map(({ name }) => name)).toEqual(['Alpha', 'beta', 'gamma 100%', 'Gamma_ray', 'GammaXray']);
  expect(groups[0]!.tags).toMatchObject([{ name: 'Tag of Alpha' }]);
});

test('a list is answered by pages; a page past the end is empty', async () => {
  const { body } = await server.strict.get('/tags/groups', { page: '2', limit: '2' });
  expect(body.data).toMatchObject({ totalRecords: 5, totalPages: 3, page: 2, limit: 2 });
  expect(body.data.tagGroups).toHaveLength(2);
  expect(await list({ page: '9', limit: '2' })).toEqual([]);
});

test('search finds a part of the name, in which percent and underscore are ordinary', async () => {
  expect(await names({ search: 'AMMA' })).toEqual(['gamma 100%', 'Gamma_ray', 'GammaXray']);
  expect(await names({ search: '0%' })).toEqual(['gamma 100%']);
  expect(await names({ search: 'a_r' })).toEqual(['Gamma_ray']);
});

test('a bad page, limit and search are refused together', async () => {
  const { status, body } = await server.strict.get('/tags/groups', {
    page: '0',
    limit: '101',
    search: 'a\0',
  });
  expect(status).toBe(400);
  expect(errorCodes(body)).toEqual({ page: 'TOO_SMALL', limit: 'TOO_LARGE', search: 'INVALID_TEXT' });
});
