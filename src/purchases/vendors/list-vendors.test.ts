import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  for (const vendor of [
    { name: 'gamma 100%', email: 'Gamma@Example.com' },
    { name: 'Alpha', status: 'inactive' },
    { name: 'BÉTA_two', email: 'orders@beta.example' },
  ]) {
    expect((await server.strict.post('/vendors', vendor)).status).toBe(201);
  }
  await (await server.addWorkspace()).strict.post('/vendors', { name: 'Alpha of another' });
});
afterAll(() => server.close());

const list = (query?: Record<string, string>) => server.strict.get('/vendors', query);
const names = async (query?: Record<string, string>) =>
  (await list(query)).body.vendors.map(({ name }: { name: string }) => name);

test('vendors stand at the top and in data, by name whatever its case, 50 a page', async () => {
  const { status, body } = await list();
  expect(status).toBe(200);
  expect(body.vendors).toEqual(body.data.vendors);
  expect(body.data).toMatchObject({ totalRecords: 3, totalPages: 1, page: 1, limit: 50 });
  expect(await names()).toEqual(['Alpha', 'BÉTA_two', 'gamma 100%']);
  expect(body.vendors[0].id).toBe(body.vendors[0].uuid);
});

describe('search finds', () => {
  test.each([
    ['a part of the name in any case', 'MMA', ['gamma 100%']],
    ['accents in either composition', 'be\u0301t', ['BÉTA_two']],
    ['a part of the email', 'ORDERS@', ['BÉTA_two']],
    ['a percent as itself', '%', ['gamma 100%']],
    ['everything where it is empty', '', ['Alpha', 'BÉTA_two', 'gamma 100%']],
    ['nothing where nothing matches', 'delta', []],
  ])('%s', async (_what, search, expected) => {
    expect(await names({ search })).toEqual(expected);
  });
});

test('status tells active from inactive', async () => {
  expect(await names({ status: 'inactive' })).toEqual(['Alpha']);
  expect(await names({ status: 'active' })).toEqual(['BÉTA_two', 'gamma 100%']);
});

test('pages hold each vendor once, up to 5000 fit on one, and one past the end is empty', async () => {
  expect(await names({ page: '2', limit: '2' })).toEqual(['gamma 100%']);
  expect(await names({ page: '3', limit: '2' })).toEqual([]);
  expect(await names({ limit: '5000' })).toHaveLength(3);
  const { status, body } = await list({ limit: '5001', page: '0', status: 'x', search: 'x'.repeat(256) });
  expect(status).toBe(400);
  expect(errorCodes(body)).toEqual({
    limit: 'TOO_LARGE',
    page: 'TOO_SMALL',
    status: 'INVALID_ENUM',
    search: 'TOO_LONG',
  });
});
