import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('a customer is found by its id in either case', async () => {
  const created = (await server.strict.post('/customers', { customer: 'Here' })).body.data;
  for (const id of [created.uuid, created.uuid.toUpperCase()]) {
    const { status, body } = await server.strict.get(`/customers/${id}`);
    expect([status, body.data]).toEqual([200, created]);
  }
});

test('an id of nobody, of another workspace or of a deleted customer is 404', async () => {
  const elsewhere = await server.addWorkspace();
  const foreign = (await elsewhere.strict.post('/customers', { customer: 'Foreign' })).body.data.uuid;
  const deleted = (await server.strict.post('/customers', { customer: 'Deleted' })).body.data.uuid;
  await server.owner.query('UPDATE customer SET deleted_at = now() WHERE id = $1', [deleted]);
  for (const id of [UNKNOWN_UUID, foreign, deleted]) {
    const { status, body } = await server.strict.get(`/customers/${id}`);
    expect([status, body.code]).toEqual([404, 'CUSTOMER_NOT_FOUND']);
  }
});

test.each(['17', 'not-a-uuid', `${UNKNOWN_UUID}0`, '%00'])(
  'the id %s is refused as malformed',
  async (id) => {
    const { status, body } = await server.strict.get(`/customers/${id}`);
    expect([status, body.code, errorCodes(body)]).toEqual([400, 'INVALID_UUID', { id: 'INVALID_UUID' }]);
  },
);
