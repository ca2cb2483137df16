import { afterAll, beforeAll, expect, test } from 'vitest';
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
  const { status, body } = await server.strict.get('/tags/find-by-name', query);
  expect(status).toBe(200);
  return body.data.tags.map(({ name }: { name: string }) => name);
}

test('find-by-name answers those whose names begin so', async () => {
  expect(await names({ name: 'GAMMA' })).toEqual(['gamma 100%', 'Gamma_ray', 'GammaXray']);
  expect(await names({ name: 'gamma_' })).toEqual(['Gamma_ray']);
  expect(await names({ name: 'eta' })).toEqual([]);
});

test('find-by-name needs a name', async () => {
  const { status, body } = await server.strict.get('/tags/find-by-name');
  expect(status).toBe(400);
  expect(body.errors).toEqual([{ field: 'name', code: 'REQUIRED', message: 'name is required.' }]);
  expect((await server.strict.get('/tags/find-by-name', { name: ' ' })).status).toBe(400);
});
