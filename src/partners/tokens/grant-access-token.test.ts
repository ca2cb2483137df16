import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSignedClient } from '../../../test/support/signed-client.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { issueAuthorizationCode } from './issue-authorization-code.ts';

const PATH = '/grant-access-token';
const REFUSAL = {
  code: 'invalid_grant',
  error: 'invalid_grant',
  message: 'The authorization code is invalid or expired.',
};

let server: TestServer;

const clientOf = ({ credentials }: TestServer['strict'], accessToken?: string) =>
  createSignedClient({
    baseUrl: credentials.baseUrl,
    clientId: credentials.clientId,
    clientSecret: credentials.clientSecret,
    ...(accessToken ? { accessToken } : {}),
  });
const issueCode = () =>
  issueAuthorizationCode(server.database, {
    partnerAppId: server.strictAppId,
    workspaceId: server.workspaceId,
    personId: server.personId,
    redirectUri: 'http://localhost:3000/success',
  });
const grant = (body: object, client = clientOf(server.strict)) => client.post(PATH, body);

beforeAll(async () => {
  server = await startTestServer({ name: 'Sunrise' });
});

afterAll(() => server.close());

test('a code gives tokens that open the workspace which the person chose', async () => {
  const { status, body } = await grant({
    grantType: 'authorization_code',
    code: await issueCode(),
    state: 'x',
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'success', message: 'Access token granted successfully.' });
  const { result } = body.data;
  expect(result).toEqual({
    accessToken: expect.stringMatching(/^rc_at_[\w-]{43}$/),
    refreshToken: expect.stringMatching(/^rc_rt_[\w-]{43}$/),
    accessTokenExpiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    refreshTokenExpiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    workspaceId: server.workspaceId,
    workspaceName: 'Sunrise',
  });
  const lifetimes = Date.parse(result.refreshTokenExpiresAt) - Date.parse(result.accessTokenExpiresAt);
  expect(Math.round(lifetimes / 3_600_000)).toBe(89 * 24);
  expect((await clientOf(server.strict, result.accessToken).get('/chart-of-accounts')).status).toBe(200);
});

test('snake_case is understood, and credentials in the body are put up with, whatever they are', async () => {
  for (const [client_id, client_secret] of [
    ['x', 'y'],
    [1, 2],
    [{}, ['x'.repeat(5000)]],
    [null, 'a\0'],
  ]) {
    const code = await issueCode();
    const grantType = { grant_type: 'authorization_code', state: null };
    const { status, body } = await grant({ ...grantType, code, client_id, client_secret });
    expect(status).toBe(200);
    expect(body.data._partnerWarnings).toBeUndefined();
  }
});

test('no token is stored as it is', async () => {
  const code = await issueCode();
  const { result } = (await grant({ grantType: 'authorization_code', code })).body.data;
  for (const [table, column, secret] of [
    ['access_token', 'token_hash', result.accessToken],
    ['refresh_token', 'token_hash', result.refreshToken],
    ['authorization_code', 'code_hash', code],
  ]) {
    const { rows } = await server.owner.query(
      `SELECT count(*) FILTER (WHERE ${column} = sha256($1)) AS hashed, count(*) FILTER (WHERE t::text LIKE $2) AS plain FROM ${table} t`,
      [Buffer.from(secret), `%${secret}%`],
    );
    expect(rows, table).toEqual([{ hashed: 1n, plain: 0n }]);
  }
});

test('a code is good once, and its second use revokes what the first one gave', async () => {
  const code = await issueCode();
  const first = (await grant({ grantType: 'authorization_code', code })).body.data.result;
  const second = await grant({ grantType: 'authorization_code', code });
  expect(second.status).toBe(400);
  expect(second.body).toMatchObject(REFUSAL);
  expect((await clientOf(server.strict, first.accessToken).get('/chart-of-accounts')).body.code).toBe(
    'invalid_token',
  );
  const refreshed = await clientOf(server.strict).post('/refresh-user-access-token', {
    grantType: 'refresh_token',
    refreshToken: first.refreshToken,
  });
  expect(refreshed.body.code).toBe('invalid_grant');
});

test('of many who come with one code at once, at most one gets a pair', async () => {
  const code = await issueCode();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => grant({ grantType: 'authorization_code', code })),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400, 400, 400, 400, 400]);
});

test('an expired code, an unknown one and another app’s are refused alike', async () => {
  const expired = await issueCode();
  await server.owner.query(
    `UPDATE authorization_code SET expires_at = now() - interval '1 second' WHERE code_hash = sha256($1)`,
    [Buffer.from(expired)],
  );
  const foreign = await issueCode();
  for (const answer of [
    await grant({ grantType: 'authorization_code', code: expired }),
    await grant({ grantType: 'authorization_code', code: 'garbage' }),
    await grant({ grantType: 'authorization_code', code: foreign }, clientOf(server.lenient)),
  ]) {
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject(REFUSAL);
  }
  expect((await grant({ grantType: 'authorization_code', code: foreign })).status).toBe(200);
});

test('a code lives for ten minutes', async () => {
  const code = await issueCode();
  const { rows } = await server.owner.query(
    'SELECT round(extract(epoch FROM expires_at - created_at)) AS lifetime FROM authorization_code WHERE code_hash = sha256($1)',
    [Buffer.from(code)],
  );
  expect(rows).toEqual([{ lifetime: '600' }]);
});

test('every failing field is named at once', async () => {
  const { status, body } = await grant({});
  expect(status).toBe(400);
  expect(body.code).toBe('VALIDATION_ERROR');
  expect(body.errors).toEqual([
    { field: 'code', message: 'code is required.', code: 'REQUIRED' },
    { field: 'grantType', message: 'grantType is required.', code: 'REQUIRED' },
  ]);
});

test('another grant type is refused, and the code stays good', async () => {
  const code = await issueCode();
  for (const [name, value] of [
    ['grantType', 'refresh_token'],
    ['grant_type', 'password'],
  ] as const) {
    const { status, body } = await grant({ [name]: value, code });
    expect(status).toBe(400);
    expect(body.code).toBe('VALIDATION_ERROR');
    expect(body.errors).toEqual([
      { field: name, message: `${name} must be one of authorization_code.`, code: 'INVALID_ENUM' },
    ]);
  }
  expect((await grant({ grantType: 'authorization_code', code })).status).toBe(200);
});

test.each([[[]], ['x'], [null], [7]])('a body that is %j is refused', async (value) => {
  const { status, body } = await grant(value as object, clientOf(server.strict));
  expect(status).toBe(400);
  expect(body.code).toBe('VALIDATION_ERROR');
});
