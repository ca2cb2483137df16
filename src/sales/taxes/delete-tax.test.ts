import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InvoiceBooks, openInvoiceBooks } from '../../../test/support/invoice-books.ts';
import { createTax } from '../../../test/support/sales-fixtures.ts';
import type { TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let books: InvoiceBooks;
let server: TestServer;

beforeAll(async () => {
  books = await openInvoiceBooks();
  server = books.server;
});
afterAll(() => server.close());

const remove = (id: string, options = {}) => server.strict.delete(`/taxes/${id}`, options);

test('a tax that nothing names is gone from every look-up, and its name is free', async () => {
  const id = await createTax(server.strict, 'Passing', 5);
  const { status, body } = await remove(id);
  expect([status, body.data]).toEqual([200, { id, uuid: id, deleted: true }]);
  expect((await server.strict.get(`/taxes/${id}`)).status).toBe(404);
  expect((await server.strict.get('/taxes', { search: 'Passing' })).body.data.taxes).toEqual([]);
  expect((await server.strict.patch(`/taxes/${id}`, { name: 'Back' })).status).toBe(404);
  expect((await remove(id)).body.code).toBe('TAX_NOT_FOUND');
  const charged = books.body({ products: [books.line({ taxes: [id] })] });
  expect((await server.strict.post('/invoices', charged)).body.code).toBe('TAX_NOT_FOUND');
  expect(await createTax(server.strict, 'Passing', 6)).not.toBe(id);
  const { rows } = await server.owner.query(
    'SELECT count(*)::int AS kept FROM tax WHERE id = $1 AND deleted_at IS NOT NULL',
    [id],
  );
  expect(rows[0].kept).toBe(1);
});

test('the deletion leaves an audit row and an event', async () => {
  const id = await createTax(server.strict, 'Audited', 5);
  await remove(id);
  const { rows } = await server.owner.query(
    `SELECT a.action, e.type, e.document::json AS document FROM audit_log a JOIN outbox_event e USING (entity_id)
      WHERE entity_id = $1 AND a.action = 'deleted' AND e.type = 'tax.deleted'`,
    [id],
  );
  expect(rows).toEqual([
    { action: 'deleted', type: 'tax.deleted', document: { id, uuid: id, deleted: true } },
  ]);
});

test('an unknown id is not found, and a malformed one is refused', async () => {
  expect((await remove(UNKNOWN_UUID)).body.code).toBe('TAX_NOT_FOUND');
  expect((await remove('7')).body.code).toBe('INVALID_UUID');
});

test.each([
  ['an approved invoice', {}, ['documents']],
  ['a quote', { invoiceType: 'quote' }, ['documents']],
  ['a draft, which would lose it on approval', { isDraft: true }, ['documents']],
])('a tax on %s stays, and the answer says why', async (what, changes, usedBy) => {
  const id = await createTax(server.strict, `On ${what}`, 5);
  const body = books.body({ products: [books.line({ taxes: [id] })], ...changes });
  expect((await server.strict.post('/invoices', body)).status).toBe(200);
  const answer = await remove(id);
  expect([answer.status, answer.body.code, answer.body.details]).toEqual([400, 'TAX_IN_USE', { usedBy }]);
  expect(answer.body.message).toBe('The tax must be unused to be deleted: documents name it.');
  expect((await server.strict.get(`/taxes/${id}`)).status).toBe(200);
});

test('a default of a product, a customer or an account stays until it is taken off', async () => {
  const id = await createTax(server.strict, 'Default', 5);
  const product = await server.strict.post('/products', { name: 'Taxed', taxes: [id] });
  const customer = await server.strict.post('/customers', { customer: 'Taxed', taxes: [id] });
  const income = books.fixtures.incomeAccountUuid;
  await server.owner.query('INSERT INTO account_tax VALUES ($1, $2, $3, 1)', [
    server.workspaceId,
    income,
    id,
  ]);
  expect((await remove(id)).body.details.usedBy).toEqual(['products', 'customers', 'accounts']);
  await server.strict.patch(`/products/${product.body.data.uuid}`, { taxes: [] });
  await server.strict.put(`/customers/${customer.body.data.uuid}`, { taxes: [] });
  await server.owner.query('DELETE FROM account_tax WHERE tax_id = $1', [id]);
  expect((await remove(id)).status).toBe(200);
});

test('a repeat under the same Idempotency-Key answers the same', async () => {
  const id = await createTax(server.strict, 'Twice', 5);
  const headers = { 'idempotency-key': `delete-${id}` };
  const first = await remove(id, { headers });
  const again = await remove(id, { headers });
  expect([again.status, again.body]).toEqual([200, first.body]);
});
