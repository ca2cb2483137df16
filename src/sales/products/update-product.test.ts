import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { type Books, openBooks } from '../../../test/support/product-books.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;
let books: Books;

beforeAll(async () => {
  server = await startTestServer();
  books = await openBooks(server.owner, server);
});
afterAll(() => server.close());

async function createFull() {
  const { body } = await server.strict.post('/products', {
    name: 'Chair',
    code: 'C-1',
    description: 'Oak',
    unitPrice: 10,
    purchaseCategoryAccountUuid: books.account.Inventory,
    taxUuids: [books.salesTax, books.cityTax],
  });
  return body.data;
}

test('what is given changes and the rest stays', async () => {
  const before = await createFull();
  const { status, body } = await server.strict.patch(`/products/${before.id}`, {
    price: '12.50',
    status: 'inactive',
  });
  expect(status).toBe(200);
  const { updatedAt, ...rest } = body.data;
  const { updatedAt: formerly, ...kept } = before;
  expect(rest).toEqual({
    ...kept,
    unitPrice: 12.5,
    price: 12.5,
    status: 'inactive',
    tax: '1.66',
    total: '14.16',
  });
  expect(updatedAt > formerly).toBe(true);
  expect((await server.strict.get(`/products/${before.id}`)).body.data.product).toEqual(body.data);
});

test('null clears, but not what every product has', async () => {
  const before = await createFull();
  const cleared = {
    code: null,
    description: null,
    price: null,
    purchaseCategoryAccountUuid: null,
    taxes: null,
  };
  const { body } = await server.strict.patch(`/products/${before.id}`, cleared);
  expect(body.data).toMatchObject({
    name: 'Chair',
    code: null,
    description: null,
    unitPrice: null,
    tax: null,
    total: null,
    purchaseCategoryAccount: null,
    taxes: [],
  });
  const refused = await server.strict.patch(`/products/${before.id}`, {
    name: null,
    type: null,
    status: null,
  });
  expect(errorCodes(refused.body)).toEqual({ name: 'REQUIRED', type: 'REQUIRED', status: 'REQUIRED' });
});

test('a list of taxes replaces the former one, in its order', async () => {
  const { id } = await createFull();
  const { body } = await server.strict.patch(`/products/${id}`, { taxes: [books.cityTax, books.salesTax] });
  expect(body.data.taxes.map(({ name }: { name: string }) => name)).toEqual(['City tax', 'Sales tax']);
});

test('a record that was read may be sent back whole, also when its tax became inactive', async () => {
  const { body: bygone } = await server.strict.post('/taxes', { name: 'Bygone', percentage: 1 });
  const { body: made } = await server.strict.post('/products', {
    name: 'Whole',
    price: 1,
    taxes: [bygone.data.uuid],
  });
  await server.owner.query(`UPDATE tax SET status = 'inactive' WHERE id = $1`, [bygone.data.id]);
  const { status, body } = await server.strict.patch(`/products/${made.data.id}`, {
    ...made.data,
    name: 'Whole again',
  });
  expect(status).toBe(200);
  expect(body.data).toMatchObject({ name: 'Whole again', taxes: made.data.taxes });
});

test('audit and event tell what changed; an update that changes nothing leaves no trace', async () => {
  const { id, updatedAt } = await createFull();
  const trail = async () =>
    (
      await server.owner.query(
        `SELECT changes FROM audit_log WHERE entity_id = $1 AND action = 'updated' AND entity_type = 'product'`,
        [id],
      )
    ).rows;
  const same = await server.strict.patch(`/products/${id}`, { name: 'Chair', unitPrice: '10.00' });
  expect([same.status, same.body.data.updatedAt]).toEqual([200, updatedAt]);
  expect(await trail()).toEqual([]);
  const { body } = await server.strict.patch(`/products/${id}`, { name: 'Stool', price: 0.1, taxes: [] });
  expect(await trail()).toEqual([
    {
      changes: {
        name: { from: 'Chair', to: 'Stool' },
        unitPrice: { from: 10, to: 0.1 },
        taxUuids: { from: [books.salesTax, books.cityTax], to: [] },
      },
    },
  ]);
  const { rows } = await server.owner.query(
    `SELECT document FROM outbox_event WHERE entity_id = $1 AND type = 'product.updated'`,
    [id],
  );
  expect(rows.map(({ document }) => JSON.parse(document))).toEqual([body.data]);
});

test('updates at the same time are all kept', async () => {
  const { id } = await createFull();
  const fields = [
    { code: 'C-2' },
    { description: 'Ash' },
    { price: 7 },
    { type: 'good' },
    { taxes: books.cityTax },
  ];
  const answers = await Promise.all(fields.map((body) => server.strict.patch(`/products/${id}`, body)));
  expect(answers.map(({ status }) => status)).toEqual(fields.map(() => 200));
  const { body } = await server.strict.get(`/products/${id}`);
  expect(body.data).toMatchObject({ code: 'C-2', description: 'Ash', price: 7, type: 'good' });
  expect(body.data.taxes).toHaveLength(1);
});

test('a product of another workspace is not found, and stays as it is', async () => {
  const other = await server.addWorkspace();
  const { body } = await other.strict.post('/products', { name: 'Theirs' });
  const answer = await server.strict.patch(`/products/${body.data.id}`, { name: 'Ours' });
  expect([answer.status, answer.body.code]).toEqual([404, 'PRODUCT_NOT_FOUND']);
  expect((await other.strict.get(`/products/${body.data.id}`)).body.data.name).toBe('Theirs');
  expect((await server.strict.patch('/products/7', {})).body.code).toBe('INVALID_UUID');
});

test('bad fields and references are refused together, and nothing changes', async () => {
  const { id } = await createFull();
  const shape = await server.strict.patch(`/products/${id}`, {
    name: '',
    price: null,
    unitPrice: 3,
    taxes: [1],
    type: 7,
  });
  expect(errorCodes(shape.body)).toEqual({
    name: 'REQUIRED',
    type: 'INVALID_TYPE',
    'taxes[0]': 'INVALID_TYPE',
    price: 'INVALID_VALUE',
  });
  const other = await openBooks(server.owner, await server.addWorkspace());
  const references = await server.strict.patch(`/products/${id}`, {
    name: 'Never',
    categoryAccountUuid: books.account.Checking,
    purchaseCategoryAccountUuid: other.account.Inventory,
    taxes: [other.salesTax],
  });
  expect(references.status).toBe(400);
  expect(errorCodes(references.body)).toEqual({
    categoryAccountUuid: 'INVALID_ACCOUNT_TYPE',
    purchaseCategoryAccountUuid: 'ACCOUNT_NOT_FOUND',
    taxes: 'TAX_NOT_FOUND',
  });
  expect((await server.strict.get(`/products/${id}`)).body.data).toMatchObject({
    name: 'Chair',
    unitPrice: 10,
  });
});

test('a repeat under the same Idempotency-Key answers the first update', async () => {
  const { id } = await createFull();
  const headers = { 'idempotency-key': 'update-1' };
  const first = await server.strict.patch(`/products/${id}`, { price: 11 }, { headers });
  await server.strict.patch(`/products/${id}`, { price: 12 });
  const again = await server.strict.patch(`/products/${id}`, { price: 11 }, { headers });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
  expect((await server.strict.get(`/products/${id}`)).body.data.price).toBe(12);
});
