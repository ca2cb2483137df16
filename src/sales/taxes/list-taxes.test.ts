import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  for (const name of ['VAT 20%', 'city tax', 'State_tax', 'Old tax']) {
    await server.strict.post('/taxes', { name, percentage: 8.875 });
  }
  await server.owner.query(`UPDATE tax SET status = 'inactive' WHERE name = 'Old tax'`);
  await (await server.addWorkspace()).strict.post('/taxes', { name: 'Tax of others', percentage: 1 });
});
afterAll(() => server.close());

async function names(query: Record<string, string>) {
  const { status, body } = await server.strict.get('/taxes', query);
  expect(status).toBe(200);
  return body.data.taxes.map(({ name }: { name: string }) => name);
}

test('taxes are listed by name, ignoring case, and only the own ones', async () => {
  const { body } = await server.strict.get('/taxes');
  expect(body.data).toMatchObject({ totalRecords: 4, totalPages: 1, page: 1, limit: 50 });
  expect(await names({})).toEqual(['city tax', 'Old tax', 'State_tax', 'VAT 20%']);
  expect(body.data.taxes[0].percentage).toBe(8.875);
});

test('a list is narrowed by part of the name and by status', async () => {
  expect(await names({ search: 'TAX', status: 'active' })).toEqual(['city tax', 'State_tax']);
  expect(await names({ search: '%' })).toEqual(['VAT 20%']);
  expect(await names({ search: '_' })).toEqual(['State_tax']);
  expect(await names({ status: 'inactive' })).toEqual(['Old tax']);
});

test('a list is answered by pages; a page past the end is empty', async () => {
  expect(await names({ page: '2', limit: '3' })).toEqual(['VAT 20%']);
  expect(await names({ page: '3', limit: '3' })).toEqual([]);
});

test('an unknown status and a bad page are refused together', async () => {
  const { status, body } = await server.strict.get('/taxes', { page: 'x', status: 'gone' });
  expect(status).toBe(400);
  expect(errorCodes(body)).toEqual({ page: 'INVALID_NUMBER', status: 'INVALID_ENUM' });
});
