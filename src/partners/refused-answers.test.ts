import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishedExample } from '../../test/support/published-example.ts';
import { startTestServer, type TestServer } from '../../test/support/test-server.ts';

/** What a 401 says over HTTP, word for word (reference 2.3). */

let server: TestServer;
const requestId = expect.any(String);

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

test('a missing header', async () => {
  const { status, body } = await server.strict.get('/chart-of-accounts', undefined, {
    headers: { authorization: undefined, 'x-timestamp': undefined },
  });
  expect(status).toBe(401);
  expect(body).toEqual({
    status: 'error',
    message: 'A credential header is missing.',
    code: 'missing_credentials',
    statusCode: 401,
    requestId,
    details: { missing: ['x-timestamp', 'Authorization'] },
    error: 'missing_credentials',
  });
  const published = publishedExample('/partners/chart-of-accounts', 'missing_credentials');
  expect({ ...body, details: published.details, requestId: published.requestId }).toEqual(published);
});

test('a bad signature', async () => {
  const { status, body } = await server.strict.get('/chart-of-accounts', undefined, {
    headers: { 'x-signature': '0'.repeat(64) },
  });
  expect(status).toBe(401);
  expect(body).toEqual({
    status: 'error',
    message: 'Invalid HMAC signature',
    code: 'invalid_signature',
    statusCode: 401,
    requestId,
    error: 'Invalid HMAC signature',
  });
});

test('a bad signature is refused before the body is read', async () => {
  const { status, body } = await server.strict.post('/refresh-user-access-token', undefined, {
    rawBody: '{not json',
    headers: { 'x-signature': '0'.repeat(64) },
  });
  expect([status, body.code]).toEqual([401, 'invalid_signature']);
});

test('an unknown token', async () => {
  const { status, body } = await server.strict.get('/chart-of-accounts', undefined, {
    headers: { authorization: 'Bearer garbage' },
  });
  expect(status).toBe(401);
  expect(body).toEqual({
    status: 'error',
    message: 'Invalid access token.',
    code: 'invalid_token',
    statusCode: 401,
    requestId,
    error: 'invalid_token',
  });
});

test('an expired token', async () => {
  const { strict } = await server.addWorkspace();
  await server.owner.query(
    `UPDATE access_token SET expires_at = now() - interval '1 second' WHERE token_hash = sha256($1)`,
    [Buffer.from(strict.credentials.accessToken!)],
  );
  const { status, body } = await strict.get('/chart-of-accounts');
  expect(status).toBe(401);
  expect(body).toEqual({
    status: 'error',
    message: 'The access token expired',
    code: 'token_expired',
    statusCode: 401,
    requestId,
    error: 'invalid_token',
    error_description: 'The access token expired',
  });
});
