import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { type Books, openBooks } from '../../../test/support/product-books.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
let books: Books;

beforeAll(async () => {
  server = await startTestServer();
  books = await openBooks(server.owner, server);
});
afterAll(() => server.close());

test('a product with only a name is valid: an active service without price or account', async () => {
  const { status, body } = await server.strict.post('/products', { name: 'Advice' });
  expect(status).toBe(201);
  const { id, createdAt, updatedAt, ...record } = body.data;
  expect(record).toEqual({
    uuid: id,
    name: 'Advice',
    code: null,
    description: null,
    type: 'service',
    unitPrice: null,
    price: null,
    currency: 'USD',
    tax: null,
    total: null,
    status: 'active',
    pricingMethod: 'item',
    categoryAccount: null,
    categoryAccountUuid: null,
    purchaseCategoryAccount: null,
    purchaseCategoryAccountUuid: null,
    taxes: [],
  });
  expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(updatedAt).toBe(createdAt);
});

test('a good with everything says its accounts, its taxes in their order, and what one costs with tax', async () => {
  const { rows } = await server.owner.query(
    `SELECT id, name FROM account WHERE workspace_id = $1 AND type = 'Income' AND role IS NULL LIMIT 1`,
    [books.workspaceId],
  );
  const { status, body } = await server.strict.post('/products', {
    name: 'Chair',
    code: 'C-1',
    description: 'Oak chair\nwith arms',
    type: 'good',
    unitPrice: '19.99',
    price: 19.99,
    status: 'inactive',
    categoryAccountUuid: rows[0].id.toUpperCase(),
    purchaseCategoryAccountUuid: books.account.Inventory,
    taxUuids: [books.salesTax.toUpperCase(), { uuid: books.cityTax }],
  });
  expect(status).toBe(201);
  expect(body.data).toMatchObject({
    code: 'C-1',
    description: 'Oak chair\nwith arms',
    type: 'good',
    unitPrice: 19.99,
    price: 19.99,
    tax: '2.65',
    total: '22.64',
    status: 'inactive',
    categoryAccount: { id: rows[0].id, uuid: rows[0].id, name: rows[0].name, type: 'Income' },
    categoryAccountUuid: rows[0].id,
    purchaseCategoryAccount: { uuid: books.account.Inventory, type: 'Assets' },
    taxes: [
      { id: books.salesTax, uuid: books.salesTax, name: 'Sales tax', percentage: 8.25 },
      { uuid: books.cityTax, percentage: 5 },
    ],
  });
  expect((await server.strict.get(`/products/${body.data.id}`)).body.data.product).toEqual(body.data);
});

test('null is as good as absent', async () => {
  const nulls = { code: null, description: null, type: null, unitPrice: null, status: null, taxes: null };
  const accounts = { categoryAccountUuid: null, purchaseCategoryAccountUuid: null };
  const { status, body } = await server.strict.post('/products', {
    name: 'Nulls',
    ...nulls,
    ...accounts,
    price: 5,
  });
  expect(status).toBe(201);
  expect(body.data).toMatchObject({
    type: 'service',
    status: 'active',
    unitPrice: 5,
    taxes: [],
    categoryAccount: null,
  });
});

test.each([
  [0, 0, '0.00', '0.00'],
  ['-12.345678', -12.345678, '-1.02', '-13.37'],
  ['+5.', 5, '0.41', '5.41'],
  [3.3000000000000003, 3.3, '0.27', '3.57'],
  ['999999999.999999', 999999999.999999, '82500000.00', '1082500000.00'],
])('the price %j is %d, with tax %s and total %s', async (price, unitPrice, tax, total) => {
  const { status, body } = await server.strict.post('/products', {
    name: 'Priced',
    price,
    taxes: books.salesTax,
  });
  expect(status).toBe(201);
  expect(body.data).toMatchObject({ unitPrice, price: unitPrice, tax, total });
});

test('tax and total are counted in the workspace’s currency', async () => {
  const yen = await openBooks(server.owner, await server.addWorkspace({ currency: 'JPY' }));
  const { body } = await yen.strict.post('/products', { name: 'Tea', price: 106, taxes: [yen.cityTax] });
  expect(body.data).toMatchObject({ currency: 'JPY', unitPrice: 106, tax: '5', total: '111' });
});

test.each([
  "Café 🧾 – “quoted” 100% _x_ \\ '; DROP TABLE product; --",
  'e\u0301 combining',
  'שלום عربى',
  '  blanks  around ',
  '😀'.repeat(255),
])('the name %j is kept exactly', async (name) => {
  const { status, body } = await server.strict.post('/products', { name, code: name.slice(0, 20) });
  expect(status).toBe(201);
  expect(body.data).toMatchObject({ name, code: name.slice(0, 20) });
});

test.each([
  [{}, { name: 'REQUIRED' }],
  [
    { name: null, price: '' },
    { name: 'REQUIRED', price: 'INVALID_NUMBER' },
  ],
  [
    { name: ' \n', price: 1, unitPrice: 2 },
    { name: 'REQUIRED', price: 'INVALID_VALUE' },
  ],
  [
    { name: 1, code: 2, description: 3, type: 4, unitPrice: true, status: 5, categoryAccountUuid: 6 },
    {
      name: 'INVALID_TYPE',
      type: 'INVALID_TYPE',
      status: 'INVALID_TYPE',
      code: 'INVALID_TYPE',
      description: 'INVALID_TYPE',
      unitPrice: 'INVALID_TYPE',
      categoryAccountUuid: 'INVALID_TYPE',
    },
  ],
  [
    {
      name: 'a\0',
      code: '\ud800',
      description: '\udc00x',
      type: 'Service',
      status: 'gone',
      categoryAccountUuid: 'x',
    },
    {
      name: 'INVALID_TEXT',
      type: 'INVALID_ENUM',
      status: 'INVALID_ENUM',
      code: 'INVALID_TEXT',
      description: 'INVALID_TEXT',
      categoryAccountUuid: 'INVALID_UUID',
    },
  ],
  [
    { name: 'x'.repeat(256), code: 'x'.repeat(101), description: 'x'.repeat(4001) },
    { name: 'TOO_LONG', code: 'TOO_LONG', description: 'TOO_LONG' },
  ],
  [{ name: 'a', price: `1.${'3'.repeat(30)}` }, { price: 'INVALID_NUMBER' }],
  [{ name: 'a', price: '1000000000' }, { price: 'TOO_LARGE' }],
  [{ name: 'a', price: '1e3' }, { price: 'INVALID_NUMBER' }],
  [{ name: 'a', taxes: [UNKNOWN_UUID], taxUuids: [] }, { taxes: 'INVALID_VALUE' }],
])('%j is refused with every error', async (body, expected) => {
  const answer = await server.strict.post('/products', body);
  expect(answer.status).toBe(400);
  expect(errorCodes(answer.body)).toEqual(expected);
});

test('a price too large for JSON, and a body that is no object, are refused', async () => {
  for (const rawBody of ['{"name":"Huge","price":1e400}', '[]', 'null', '"x"', '{"name":']) {
    const { status } = await server.strict.post('/products', undefined, { rawBody });
    expect(status).toBe(400);
  }
});

test('a repeat under the same Idempotency-Key makes one product', async () => {
  const headers = { 'idempotency-key': 'product-1' };
  const first = await server.strict.post('/products', { name: 'Once', colour: 'red' }, { headers });
  const again = await server.strict.post('/products', { name: 'Once', colour: 'red' }, { headers });
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
  expect(again.body).toEqual(first.body);
  const { body } = await server.strict.get('/products', { search: 'once' });
  expect(body.data.totalRecords).toBe(1);
});
