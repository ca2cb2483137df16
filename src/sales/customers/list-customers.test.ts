import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;
const NAMED = [
  { customer: 'alpha', email: 'zed@example.com', mainPhone: '+1 512 555 0100' },
  { customer: 'Beta 100%', email: 'Beta@Example.com' },
  { customer: 'BÉTA_two', contacts: [{ firstName: 'Zoë', email: 'Contact@Hidden.example' }] },
  { customer: 'Gamma \\ Sons', email: 'gamma@example.com', status: 'inactive', mainPhone: 'ext. 77' },
  { customer: 'شركة النور', notes: 'not searched: alpha' },
];

beforeAll(async () => {
  server = await startTestServer();
  for (const customer of NAMED) {
    expect((await server.strict.post('/customers', customer)).status).toBe(201);
  }
  const elsewhere = await server.addWorkspace();
  await elsewhere.strict.post('/customers', { customer: 'alpha of another', email: 'zed@example.com' });
});
afterAll(() => server.close());

async function list(query: Record<string, string> = {}) {
  const { status, body } = await server.strict.get('/customers', query);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
}

async function names(query: Record<string, string> = {}): Promise<string[]> {
  return (await list(query)).customers.map((customer: { customer: string }) => customer.customer);
}

test('the list stands under customers and records, by name whatever its case, 20 a page', async () => {
  const data = await list();
  expect(data).toMatchObject({ totalRecords: 5, totalPages: 1, page: 1, limit: 20 });
  expect(data.records).toEqual(data.customers);
  expect(await names()).toEqual(['alpha', 'Beta 100%', 'BÉTA_two', 'Gamma \\ Sons', 'شركة النور']);
  const { uuid } = data.customers[2];
  expect((await server.strict.get(`/customers/${uuid}`)).body.data).toEqual(data.customers[2]);
});

describe('search finds', () => {
  test.each([
    ['a part of the name in any case', 'ALPH', ['alpha']],
    ['accents in either composition', 'be\u0301t', ['BÉTA_two']],
    ['a part of the email', 'AMMA@', ['Gamma \\ Sons']],
    ['a whole email', 'beta@example.com', ['Beta 100%']],
    ['the email of a contact', 'contact@hidden', ['BÉTA_two']],
    ['a part of the phone', '555 01', ['alpha']],
    ['letters in the phone', 'EXT. 7', ['Gamma \\ Sons']],
    ['right-to-left text', 'النور', ['شركة النور']],
    ['a percent as itself', '%', ['Beta 100%']],
    ['an underscore as itself', '_', ['BÉTA_two']],
    ['a backslash as itself', '\\', ['Gamma \\ Sons']],
    ['everything where it is empty', '', NAMED.map((one) => one.customer)],
    ['nothing where nothing matches', "'; DROP TABLE customer; --", []],
  ])('%s', async (_what, search, expected) => {
    expect(await names({ search })).toEqual(expected);
  });
});

test('status tells active from inactive', async () => {
  expect(await names({ status: 'inactive' })).toEqual(['Gamma \\ Sons']);
  expect((await list({ status: 'active' })).totalRecords).toBe(4);
  expect((await list({ status: 'active', search: 'gamma' })).totalRecords).toBe(0);
});

test('the list is sorted as asked, those without email last', async () => {
  const byName = NAMED.map((one) => one.customer);
  expect(await names({ orderDirection: 'desc' })).toEqual(byName.toReversed());
  expect((await names({ orderBy: 'email' })).slice(0, 3)).toEqual(['Beta 100%', 'Gamma \\ Sons', 'alpha']);
  expect((await names({ orderBy: 'email', orderDirection: 'Desc' })).slice(0, 3)).toEqual([
    'alpha',
    'Gamma \\ Sons',
    'Beta 100%',
  ]);
  expect(await names({ orderBy: 'createdAt' })).toEqual(byName);
  expect(await names({ orderBy: 'createdAt', orderDirection: 'DESC' })).toEqual(byName.toReversed());
});

test('the last change comes first by updatedAt DESC', async () => {
  const { uuid } = (await list({ search: 'alpha' })).customers[0];
  await server.strict.put(`/customers/${uuid}`, { notes: `changed ${Date.now()}` });
  expect((await names({ orderBy: 'updatedAt', orderDirection: 'DESC' }))[0]).toBe('alpha');
});

test('pages hold each customer once, also among equal names, and one past the end is empty', async () => {
  const { strict } = await server.addWorkspace();
  for (let index = 0; index < 7; index += 1) await strict.post('/customers', { customer: 'Same name' });
  const seen: string[] = [];
  for (const page of ['1', '2', '3', '4']) {
    const { data } = (await strict.get('/customers', { page, limit: '3' })).body;
    expect(data).toMatchObject({ totalRecords: 7, totalPages: 3, page: Number(page), limit: 3 });
    expect(data.customers).toHaveLength([3, 3, 1, 0][Number(page) - 1]!);
    seen.push(...data.customers.map((customer: { uuid: string }) => customer.uuid));
  }
  expect(new Set(seen).size).toBe(7);
});

test('a deleted customer is not listed', async () => {
  const { strict } = await server.addWorkspace();
  const { uuid } = (await strict.post('/customers', { customer: 'Gone' })).body.data;
  await server.owner.query('UPDATE customer SET deleted_at = now() WHERE id = $1', [uuid]);
  expect((await strict.get('/customers')).body.data).toMatchObject({ customers: [], totalRecords: 0 });
});

test('unknown query parameters are ignored', async () => {
  expect((await list({ color: 'red' })).totalRecords).toBe(5);
});

test('a query that is refused names every failing parameter at once', async () => {
  const { status, body } = await server.strict.get('/customers', {
    page: '0',
    limit: '101',
    search: 'x'.repeat(256),
    status: 'dead',
    orderBy: 'notes',
    orderDirection: 'up',
  });
  expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
  expect(errorCodes(body)).toEqual({
    page: 'TOO_SMALL',
    limit: 'TOO_LARGE',
    search: 'TOO_LONG',
    status: 'INVALID_ENUM',
    orderBy: 'INVALID_ENUM',
    orderDirection: 'INVALID_ENUM',
  });
});

test.each([
  [{ page: '1.5' }, { page: 'INVALID_NUMBER' }],
  [{ limit: 'ten' }, { limit: 'INVALID_NUMBER' }],
  [{ limit: '0' }, { limit: 'TOO_SMALL' }],
  [{ search: 'a\0b' }, { search: 'INVALID_TEXT' }],
  [{ search: ['a', 'b'] }, { search: 'INVALID_TYPE' }],
])('the query %j is refused', async (query, expected) => {
  const { status, body } = await server.strict.get('/customers', query as Record<string, string>);
  expect([status, errorCodes(body)]).toEqual([400, expected]);
});
