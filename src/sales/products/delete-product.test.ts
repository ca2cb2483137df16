import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
let fixtures: SalesFixtures;
beforeAll(async () => {
  server = await startTestServer();
  fixtures = await createSalesFixtures(server.strict);
});
afterAll(() => server.close());

async function create(name = 'Leaving'): Promise<string> {
  const body = { name, code: `${name}-1`, unitPrice: 5, categoryAccountUuid: fixtures.incomeAccountUuid };
  return (await server.strict.post('/products', body)).body.data.uuid;
}

const remove = (uuid: string) => server.strict.delete(`/products/${uuid}`);
const invoiceOf = (productUuid: string, changes: object = {}) =>
  server.strict.post(
    '/invoices',
    invoiceBody(fixtures, { products: [{ productUuid, quantity: 1, price: 5 }], ...changes }),
  );

describe('a deleted product', () => {
  test('is answered as deleted, and leaves an audit row and an event', async () => {
    const uuid = await create();
    const { status, body } = await remove(uuid);
    expect([status, body.data]).toEqual([200, { id: uuid, uuid, deleted: true }]);
    const { rows } = await server.owner.query(
      `SELECT a.action, e.document::json ->> 'uuid' AS uuid FROM audit_log a
         JOIN outbox_event e ON e.entity_id = a.entity_id AND e.type = 'product.' || a.action
        WHERE a.entity_id = $1 AND a.action = 'deleted'`,
      [uuid],
    );
    expect(rows).toEqual([{ action: 'deleted', uuid }]);
  });

  test('is found by nothing any more, and cannot be changed or deleted again', async () => {
    const uuid = await create('Vanishing');
    await remove(uuid);
    const list = await server.strict.get('/products', { search: 'vanish' });
    expect(list.body.data.totalRecords).toBe(0);
    for (const answer of [
      await server.strict.get(`/products/${uuid}`),
      await server.strict.get('/products/find-by-name', { name: 'Vanishing' }),
      await server.strict.patch(`/products/${uuid}`, { code: 'x' }),
      await remove(uuid),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'PRODUCT_NOT_FOUND']);
  });

  test('stays on its documents, which say what they said, also while they are owed', async () => {
    const uuid = await create('Remembered');
    const approved = (await invoiceOf(uuid)).body.data;
    const draft = (await invoiceOf(uuid, { isDraft: true })).body.data;
    expect((await remove(uuid)).status).toBe(200);
    for (const document of [approved, draft]) {
      expect((await server.strict.get(`/invoices/${document.uuid}`)).body.data).toEqual(document);
    }
  });

  test.each([true, false])('cannot be named by a new document (draft: %s)', async (isDraft) => {
    const uuid = await create();
    await remove(uuid);
    const { status, body } = await invoiceOf(uuid, { isDraft });
    expect([status, body.code, body.errors[0].field]).toEqual([
      400,
      'PRODUCT_NOT_FOUND',
      'products[0].productUuid',
    ]);
  });

  test('is deleted once under an Idempotency-Key, and by one of many who ask at once', async () => {
    const uuid = await create();
    const options = { headers: { 'idempotency-key': 'delete-product' } };
    const first = await server.strict.delete(`/products/${uuid}`, options);
    const again = await server.strict.delete(`/products/${uuid}`, options);
    expect([again.headers.get('idempotent-replayed'), again.body]).toEqual(['true', first.body]);
    const wanted = await create();
    const answers = await Promise.all(Array.from({ length: 6 }, () => remove(wanted)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404, 404]);
  });
});

test('a product that is not there, or is of another workspace, is not deleted', async () => {
  const elsewhere = await server.addWorkspace();
  const foreign = (await elsewhere.strict.post('/products', { name: 'Foreign' })).body.data;
  for (const uuid of [UNKNOWN_UUID, foreign.uuid]) {
    const { status, body } = await remove(uuid);
    expect([status, body.code]).toEqual([404, 'PRODUCT_NOT_FOUND']);
  }
  expect((await elsewhere.strict.get(`/products/${foreign.uuid}`)).status).toBe(200);
});
