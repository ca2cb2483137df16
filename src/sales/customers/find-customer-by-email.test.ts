import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const find = (email: string) => server.strict.get('/customers/find-by-email', { email });

test.each(['Sam+Bills@Example.com', 'josé@exämple.com', "o'brien%_@example.com"])(
  'a customer is found by the whole email whatever its case: %s',
  async (email) => {
    const created = (await server.strict.post('/customers', { customer: 'Sam', email })).body.data;
    for (const asked of [email, email.toUpperCase(), email.toLowerCase(), email.normalize('NFD')]) {
      const { status, body } = await find(asked);
      expect([status, body.data]).toEqual([200, created]);
    }
  },
);

test('a part of an email, a pattern, or the email of a contact finds nobody', async () => {
  const contacts = [{ email: 'contact@exact.example' }];
  await server.strict.post('/customers', { customer: 'Exact', email: 'whole@exact.example', contacts });
  for (const email of ['ole@exact.example', '%@exact.example', 'contact@exact.example']) {
    const { status, body } = await find(email);
    expect([status, body.code]).toEqual([404, 'CUSTOMER_NOT_FOUND']);
  }
});

test('a customer of another workspace or a deleted one is not found', async () => {
  const elsewhere = await server.addWorkspace();
  await elsewhere.strict.post('/customers', { customer: 'Foreign', email: 'foreign@example.com' });
  const deleted = (await server.strict.post('/customers', { customer: 'D', email: 'deleted@example.com' }))
    .body.data;
  await server.owner.query('UPDATE customer SET deleted_at = now() WHERE id = $1', [deleted.uuid]);
  expect((await find('foreign@example.com')).status).toBe(404);
  expect((await find('deleted@example.com')).status).toBe(404);
});

test.each([
  [{}, 'REQUIRED'],
  [{ email: '' }, 'INVALID_EMAIL'],
  [{ email: 'nobody' }, 'INVALID_EMAIL'],
  [{ email: 'a@b' }, 'INVALID_EMAIL'],
  [{ email: `${'a'.repeat(250)}@example.com` }, 'TOO_LONG'],
  [{ email: ['a@example.com', 'b@example.com'] }, 'INVALID_TYPE'],
])('the query %j is refused', async (query, code) => {
  const { status, body } = await server.strict.get(
    '/customers/find-by-email',
    query as Record<string, string>,
  );
  expect(status).toBe(400);
  expect(errorCodes(body)).toEqual({ email: code });
});
