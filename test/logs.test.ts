import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSalesFixtures, invoiceBody } from './support/sales-fixtures.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
let lines: string[];

beforeAll(async () => {
  const destination = new PassThrough();
  lines = [];
  destination.on('data', (chunk) => lines.push(...String(chunk).split('\n').filter(Boolean)));
  server = await startTestServer({}, { level: 'trace', destination });
});
afterAll(() => server.close());

it('logs each request on one structured line, with its id, path, status and time, and why a signature was refused', async () => {
  const { headers } = await server.strict.get('/taxes', { search: 'private words' });
  await server.strict.get('/taxes', {}, { headers: { 'x-timestamp': '17' } });
  await server.strict.get('/taxes/none');
  const parsed = lines.map((line) => JSON.parse(line));
  const request = parsed.filter(({ requestId }) => requestId === headers.get('x-request-id'));
  expect(request).toMatchObject([
    { method: 'GET', path: '/partners/taxes', status: 200, ms: expect.any(Number) },
  ]);
  expect(parsed).toContainEqual(
    expect.objectContaining({ code: 'invalid_signature', reason: expect.stringContaining('timestamp') }),
  );
});

it('never logs a secret, a token, a signature, a query or a body', async () => {
  const fixtures = await createSalesFixtures(server.strict);
  const notes = 'words of the customer’s own';
  await server.strict.post('/invoices', invoiceBody(fixtures, { notes }), {
    headers: { 'idempotency-key': 'key-of-the-caller' },
  });
  await server.strict.post('/invoices', invoiceBody(fixtures, { notes, date: 'never' }));
  await server.owner.query('ALTER TABLE tag RENAME TO hidden_tag');
  await server.strict.post('/tags', { name: notes }, { mayFail: true });
  await server.owner.query('ALTER TABLE hidden_tag RENAME TO tag');
  const text = lines.join('\n');
  expect(text).toContain('failed');
  const { clientSecret, accessToken } = server.strict.credentials;
  for (const secret of [
    clientSecret,
    accessToken!,
    notes,
    'private words',
    'key-of-the-caller',
    '@example.com',
    'x-signature',
  ]) {
    expect(text).not.toContain(secret);
  }
});

it('logs no row of an error of PostgreSQL, which quotes none from behind the fence', async () => {
  await server.owner.query(`ALTER TABLE customer ADD CONSTRAINT never CHECK (customer <> 'Private person')`);
  const { status } = await server.strict.post(
    '/customers',
    { customer: 'Private person' },
    { mayFail: true },
  );
  const bulk = await server.strict.post('/customers/bulk', { customers: [{ customer: 'Private person' }] });
  await server.owner.query('ALTER TABLE customer DROP CONSTRAINT never');
  expect([status, bulk.body.results[0].code]).toEqual([500, 'INTERNAL_ERROR']);
  const text = lines.join('\n');
  const failed = lines.map((line) => JSON.parse(line)).filter(({ err }) => err?.constraint === 'never');
  expect(failed.map(({ requestId }) => requestId)).toContain(bulk.headers.get('x-request-id'));
  expect(failed).toHaveLength(2);
  expect(text).not.toContain('Private person');
});

it('tells the caller nothing of what went wrong inside', async () => {
  await server.owner.query('ALTER TABLE tag RENAME TO hidden_tag');
  const { status, body } = await server.strict.get('/tags', {}, { mayFail: true });
  await server.owner.query('ALTER TABLE hidden_tag RENAME TO tag');
  expect(status).toBe(500);
  expect(body).toMatchObject({
    code: 'INTERNAL_ERROR',
    message: expect.stringMatching(/^We could not process your request/),
  });
  expect(JSON.stringify(body)).not.toMatch(/tag|relation|select|column/i);
});
