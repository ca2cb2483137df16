import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkAnswer } from '../../../test/support/check-answer.ts';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { openApiDocument } from '../../app.ts';
import { registerRedirectUris } from '../apps/register-redirect-uris.ts';
import { authorizeInitiate } from './authorize-initiate.ts';

const SPELLINGS = ['/auth2/authorize-initiate', '/auth2/authorize-intiate'];
const REDIRECT_URI = 'http://localhost:3000/success';

let server: TestServer;
let clientId: string;

beforeAll(async () => {
  server = await startTestServer();
  clientId = server.strict.credentials.clientId;
  await registerRedirectUris(server.database, server.strictAppId, [REDIRECT_URI]);
});
afterAll(() => server.close());

async function ask(query: Record<string, string> | string, init: RequestInit = {}, path = SPELLINGS[0]!) {
  const search = typeof query === 'string' ? query : new URLSearchParams(query);
  const response = await fetch(`${server.baseUrl}${path}?${search}`, { redirect: 'manual', ...init });
  const text = await response.text();
  const answer = { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
  if (text) checkAnswer('GET', SPELLINGS[0]!, answer);
  return answer;
}

describe.each(SPELLINGS)('%s', (path) => {
  test('answers the address of the sign-in page, and redirects nowhere', async () => {
    const state = 'a b+c&d=%/é';
    const { status, headers, body } = await ask({ clientId, redirectUri: REDIRECT_URI, state }, {}, path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('application/json');
    expect(body).toMatchObject({ status: 'success', message: 'Authorization initiated successfully.' });
    const page = new URL(body.data.redirectUri);
    expect(page.origin + page.pathname).toBe(`${server.baseUrl}/partner-signin`);
    expect(Object.fromEntries(page.searchParams)).toEqual({ clientId, redirectUri: REDIRECT_URI, state });
    expect((await fetch(page)).status).toBe(200);
  });

  test('may be called by pages of any origin, without credentials, on success and on errors', async () => {
    const headers = { origin: 'https://elsewhere.example' };
    for (const query of [{ clientId, redirectUri: REDIRECT_URI }, { clientId, redirectUri: 'x' }, {}]) {
      const answer = await ask(query as Record<string, string>, { headers }, path);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
    for (const [method, slash] of [
      ['POST', ''],
      ['GET', '/'],
    ] as const) {
      const unknown = await fetch(`${server.baseUrl}${path}${slash}`, { method, headers });
      expect(unknown.status).toBe(404);
      expect(unknown.headers.get('access-control-allow-origin')).toBe('*');
    }
    const preflight = await ask(
      '',
      {
        method: 'OPTIONS',
        headers: {
          ...headers,
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'authorization,content-type',
        },
      },
      path,
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });
});

test('no other endpoint may be called by pages of other origins', async () => {
  const headers = { origin: 'https://elsewhere.example' };
  for (const path of ['/partners/grant-access-token', '/partners/invoices', '/partner-signin']) {
    const answer = await fetch(`${server.baseUrl}${path}`, { headers });
    expect(answer.headers.get('access-control-allow-origin'), path).toBeNull();
    const preflight = await fetch(`${server.baseUrl}${path}`, {
      method: 'OPTIONS',
      headers: { ...headers, 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin'), path).toBeNull();
  }
});

test('an unknown client is refused, and a disabled one alike', async () => {
  const { status, body } = await ask({ clientId: 'rc_id_nobody', redirectUri: REDIRECT_URI });
  expect([status, body.code]).toEqual([400, 'UNKNOWN_CLIENT']);
  expect(errorCodes(body)).toEqual({ clientId: 'UNKNOWN_CLIENT' });
  const { lenientAppId, lenient } = server;
  await registerRedirectUris(server.database, lenientAppId, [REDIRECT_URI]);
  await server.owner.query(`UPDATE partner_app SET status = 'disabled' WHERE id = $1`, [lenientAppId]);
  const disabled = await ask({ clientId: lenient.credentials.clientId, redirectUri: REDIRECT_URI });
  await server.owner.query(`UPDATE partner_app SET status = 'active' WHERE id = $1`, [lenientAppId]);
  expect([disabled.status, disabled.body.code]).toEqual([400, 'UNKNOWN_CLIENT']);
});

test('a redirect URI that is not registered is refused in the words that clients know', async () => {
  for (const redirectUri of [
    'https://evil.example/',
    `${REDIRECT_URI}?next=1`,
    'http://localhost:3000/successful',
    'http://localhost:3000/success/../admin',
  ]) {
    const { status, body } = await ask({ clientId, redirectUri });
    expect(status, redirectUri).toBe(400);
    expect(body.message).toBe('Invalid redirect uri');
    expect(errorCodes(body)).toEqual({ redirectUri: 'INVALID_REDIRECT_URI' });
  }
  expect((await ask({ clientId, redirectUri: 'http://localhost:4711/success' })).status).toBe(200);
});

test('every parameter that is missing or unsound is named at once', async () => {
  const missing = await ask({});
  expect(missing.body.code).toBe('VALIDATION_ERROR');
  expect(errorCodes(missing.body)).toEqual({ clientId: 'REQUIRED', redirectUri: 'REQUIRED' });
  const unsound = await ask('clientId=&redirectUri=a&redirectUri=b&state=%00');
  expect(errorCodes(unsound.body)).toEqual({
    clientId: 'REQUIRED',
    redirectUri: 'INVALID_TYPE',
    state: 'INVALID_TEXT',
  });
});

test('the document shows one spelling and mentions the other', () => {
  const { paths } = openApiDocument() as { paths: Record<string, { get: { description: string } }> };
  expect(paths[SPELLINGS[1]!]).toBeUndefined();
  expect(paths[SPELLINGS[0]!]!.get.description).toContain('`/auth2/authorize-intiate`');
});

test('who asks too often is told so, in an answer that pages of any origin may read', async () => {
  const { requests } = authorizeInitiate.limit!;
  let answer = await ask({}, {}, SPELLINGS[1]);
  for (let count = 0; count < requests && answer.status !== 429; count += 1)
    answer = await ask({}, {}, SPELLINGS[1]);
  expect(answer.body).toMatchObject({ statusCode: 429, code: 'RATE_LIMITED' });
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
});
