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

async function create(body: object = {}): Promise<string> {
  const { body: answer } = await server.strict.post('/customers', { customer: 'Leaving', ...body });
  return answer.data.uuid;
}

const remove = (uuid: string) => server.strict.delete(`/customers/${uuid}`);

async function invoice(customerUuid: string, changes: object = {}) {
  const { status, body } = await server.strict.post(
    '/invoices',
    invoiceBody(fixtures, { customerUuid, ...changes }),
  );
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
}

describe('a deleted customer', () => {
  test('is answered as deleted, and leaves an audit row and an event', async () => {
    const uuid = await create();
    const { status, body } = await remove(uuid.toUpperCase());
    expect(status).toBe(200);
    expect(body.data).toEqual({ id: uuid, uuid, deleted: true });
    const { rows } = await server.owner.query(
      `SELECT a.action, e.type, e.document::json ->> 'uuid' AS uuid FROM audit_log a
         JOIN outbox_event e ON e.entity_id = a.entity_id AND e.type = 'customer.' || a.action
        WHERE a.entity_id = $1 AND a.action = 'deleted'`,
      [uuid],
    );
    expect(rows).toEqual([{ action: 'deleted', type: 'customer.deleted', uuid }]);
  });

  test('is found by nothing any more, and cannot be changed or deleted again', async () => {
    const uuid = await create({ customer: 'Vanishing', email: 'vanish@example.com' });
    await remove(uuid);
    const list = await server.strict.get('/customers', { search: 'vanish' });
    expect(list.body.data.totalRecords).toBe(0);
    const email = { email: 'vanish@example.com' };
    for (const answer of [
      await server.strict.get(`/customers/${uuid}`),
      await server.strict.get('/customers/find-by-email', email),
      await server.strict.put(`/customers/${uuid}`, { notes: 'x' }),
      await remove(uuid),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'CUSTOMER_NOT_FOUND']);
  });

  test('leaves its email to another', async () => {
    await remove(await create({ email: 'again@example.com' }));
    expect(
      (await server.strict.post('/customers', { customer: 'A', email: 'Again@example.com' })).status,
    ).toBe(201);
  });

  test('stays on its documents, which say what they said', async () => {
    const uuid = await create({ customer: 'Remembered', email: 'remembered@example.com' });
    const quote = await invoice(uuid, { invoiceType: 'quote', isDraft: false });
    const draft = await invoice(uuid, { isDraft: true });
    expect((await remove(uuid)).status).toBe(200);
    for (const document of [quote, draft]) {
      expect((await server.strict.get(`/invoices/${document.uuid}`)).body.data).toEqual(document);
    }
    const found = await server.strict.get('/invoices', { customerUuid: uuid });
    expect(found.body.data.totalRecords).toBe(2);
  });

  test.each([true, false])('cannot be named by a new document (draft: %s)', async (isDraft) => {
    const uuid = await create();
    await remove(uuid);
    const { status, body } = await server.strict.post(
      '/invoices',
      invoiceBody(fixtures, { customerUuid: uuid, isDraft }),
    );
    expect([status, body.code, body.errors[0].field]).toEqual([400, 'CUSTOMER_NOT_FOUND', 'customerUuid']);
  });

  test('is deleted once under an Idempotency-Key', async () => {
    const uuid = await create();
    const options = { headers: { 'idempotency-key': 'delete-once' } };
    const first = await server.strict.delete(`/customers/${uuid}`, options);
    const again = await server.strict.delete(`/customers/${uuid}`, options);
    expect([again.status, again.headers.get('idempotent-replayed'), again.body]).toEqual([
      200,
      'true',
      first.body,
    ]);
  });

  test('is deleted by exactly one of many who ask at once', async () => {
    const uuid = await create();
    const answers = await Promise.all(Array.from({ length: 6 }, () => remove(uuid)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404, 404]);
  });
});

describe('a customer is not deleted', () => {
  test.each(['invoice', 'memo'])('while something is due on an approved %s', async (invoiceType) => {
    const uuid = await create();
    const { invoiceNumber, uuid: document } = await invoice(uuid, { invoiceType });
    const { status, body } = await remove(uuid);
    expect([status, body.code]).toEqual([400, 'CUSTOMER_HAS_OPEN_INVOICES']);
    expect(body.details).toEqual({ invoiceNumbers: [invoiceNumber] });
    expect(body.message).toContain(`amount due on ${invoiceNumber}. `);
    expect((await server.strict.get(`/customers/${uuid}`)).status).toBe(200);
    await server.owner.query('UPDATE invoice SET paid_amount = total - 1 WHERE id = $1', [document]);
    expect((await remove(uuid)).status).toBe(400);
    await server.owner.query('UPDATE invoice SET paid_amount = total WHERE id = $1', [document]);
    expect((await remove(uuid)).status).toBe(200);
  });

  test('while money of it is on account, but where its invoice is void', async () => {
    const uuid = await create();
    const { uuid: document } = await invoice(uuid, {});
    const payment = { customerUuid: uuid, date: '2026-07-05', amount: 5 };
    const { body: paid } = await server.strict.post('/payments', payment);
    await server.strict.patch(`/invoices/${document}/void`);
    const { status, body } = await remove(uuid);
    expect([status, body.code]).toEqual([400, 'CUSTOMER_HAS_OPEN_INVOICES']);
    expect(body.message).toContain('money of it is on account');
    await server.strict.delete(`/payments/${paid.data.uuid}`);
    expect((await remove(uuid)).status).toBe(200);
    expect((await server.strict.post('/payments', payment)).body.code).toBe('CUSTOMER_NOT_FOUND');
  });

  test('and is told the oldest 20 numbers of many documents', async () => {
    const uuid = await create();
    const numbers: string[] = [];
    for (let day = 1; day <= 22; day += 1) {
      const date = `2026-05-${String(day).padStart(2, '0')}`;
      numbers.push((await invoice(uuid, { date })).invoiceNumber);
    }
    const { body } = await remove(uuid);
    expect(body.details.invoiceNumbers).toEqual(numbers.slice(0, 20));
    expect(body.message).toContain(`${numbers.slice(0, 5).join(', ')} and 17 more. `);
  });

  test('that is not there, or is of another workspace', async () => {
    const elsewhere = await server.addWorkspace();
    const foreign = (await elsewhere.strict.post('/customers', { customer: 'Foreign' })).body.data;
    for (const uuid of [UNKNOWN_UUID, foreign.uuid]) {
      const { status, body } = await remove(uuid);
      expect([status, body.code]).toEqual([404, 'CUSTOMER_NOT_FOUND']);
    }
    expect((await elsewhere.strict.get(`/customers/${foreign.uuid}`)).body.data).toEqual(foreign);
  });
});

test('DELETE /customers/bulk is no bulk call', async () => {
  const { status, body } = await server.strict.delete('/customers/bulk');
  expect([status, body.code]).toEqual([400, 'INVALID_UUID']);
});
