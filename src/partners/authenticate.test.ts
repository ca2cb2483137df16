import { createHash, createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { cloneTestDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { ApiError } from '../errors.ts';
import { createWorkspace } from '../ledger/workspaces/create-workspace.ts';
import type { Access, RawRequest } from '../platform/http/endpoint.ts';
import { readIdempotencyKey } from '../platform/http/idempotency-key.ts';
import { createPartnerApp } from './apps/create-partner-app.ts';
import { createAuthenticator } from './authenticate.ts';
import { createPerson } from './people/create-person.ts';
import { addMember } from './people/members.store.ts';
import { issueTokenFamily } from './tokens/issue-token-pair.ts';

const SECRET_KEY = Buffer.alloc(32, 7);

let server: TestDatabase;
let workspaceId: string;
let personId: string;
let app: Awaited<ReturnType<typeof createPartnerApp>>;
let accessToken: string;
let authenticate: ReturnType<typeof createAuthenticator>;

const makeApp = (options: { rejectReplays?: boolean; validation?: 'lenient' } = {}) =>
  createPartnerApp(server.database, SECRET_KEY, { name: 'App', ...options });
const issueTo = ({ id }: { id: string }) =>
  issueTokenFamily(server.database, { partnerAppId: id, workspaceId, personId });

interface Sent {
  readonly by?: { clientId: string; clientSecret: string };
  readonly token?: string;
  readonly method?: string;
  readonly body?: string;
  readonly age?: number;
  readonly headers?: Record<string, string | undefined>;
}

function makeRequest({
  by = app,
  token = accessToken,
  method = 'GET',
  body,
  age = 0,
  headers,
}: Sent = {}): RawRequest {
  const timestamp = String(Math.floor(Date.now() / 1000) - age);
  const hash = body === undefined ? '' : createHash('sha256').update(body).digest('hex');
  const signature = createHmac('sha256', by.clientSecret).update(`${method}:/customers:${timestamp}:${hash}`);
  return {
    id: 'request',
    method,
    path: '/partners/customers',
    headers: {
      'x-client-id': by.clientId,
      'x-timestamp': timestamp,
      'x-signature': signature.digest('hex'),
      authorization: `Bearer ${token}`,
      ...headers,
    },
    body: body === undefined ? undefined : Buffer.from(body),
    remoteAddress: '127.0.0.1',
  };
}

async function refusal(sent: Sent, access: Access = 'partner'): Promise<ApiError> {
  const error = await authenticate(makeRequest(sent), access).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  return error;
}

beforeAll(async () => {
  server = await cloneTestDatabase();
  workspaceId = await createWorkspace(server.database, { name: 'Sunrise', currency: 'USD' });
  personId = await createPerson(server.database, { email: 'a@example.com', name: 'A', password: 'x' });
});

afterAll(() => server.close());

beforeEach(async () => {
  await addMember(server.database, { workspaceId, personId, role: 'owner' });
  app = await makeApp({ validation: 'lenient' });
  accessToken = (await issueTo(app)).accessToken;
  authenticate = createAuthenticator({ database: server.database, secretKey: SECRET_KEY });
});

afterEach(() => vi.restoreAllMocks());

describe('who is let in', () => {
  test('a signature and a token tell app, workspace and person', async () => {
    expect(await authenticate(makeRequest(), 'partner')).toEqual({
      app: { id: app.id, clientId: app.clientId, name: 'App', validation: 'lenient' },
      workspaceId,
      personId,
      readOnly: false,
    });
    await addMember(server.database, { workspaceId, personId, role: 'auditor' });
    authenticate = createAuthenticator({ database: server.database, secretKey: SECRET_KEY });
    expect(await authenticate(makeRequest(), 'partner')).toMatchObject({ personId, readOnly: true });
  });

  test('where a signature is enough, it tells the app, and no token is looked at', async () => {
    const caller = await authenticate(makeRequest({ headers: { authorization: undefined } }), 'signature');
    expect(caller).toEqual({
      app: { id: app.id, clientId: app.clientId, name: 'App', validation: 'lenient' },
    });
    expect(await authenticate(makeRequest({ token: 'garbage' }), 'signature')).toEqual(caller);
  });

  test('a public endpoint asks for nothing', async () => {
    const headers = { 'x-client-id': undefined, 'x-signature': undefined, 'x-timestamp': undefined };
    expect(await authenticate(makeRequest({ headers }), 'public')).toBeUndefined();
  });

  test.each(['Bearer', 'bearer', 'BEARER'])('the scheme may be written %s', async (scheme) => {
    const request = makeRequest({ headers: { authorization: `${scheme}  ${accessToken}` } });
    expect(await authenticate(request, 'partner')).toMatchObject({ workspaceId });
  });

  test('an app that is registered after it was first refused is let in at once', async () => {
    const unknown = { clientId: 'not yet', clientSecret: 'x' };
    expect((await refusal({ by: unknown })).code).toBe('invalid_signature');
    await server.owner.query(`UPDATE partner_app SET client_id = 'not yet' WHERE id = $1`, [app.id]);
    expect(await authenticate(makeRequest({ by: { ...app, clientId: 'not yet' } }), 'partner')).toBeDefined();
  });
});

describe('missing headers', () => {
  const names = ['x-client-id', 'x-signature', 'x-timestamp', 'Authorization'];
  const subsets = Array.from({ length: 15 }, (_, bits) =>
    names.filter((_name, index) => ((bits + 1) >> index) & 1),
  );

  test.each(subsets.map((missing) => ({ missing })))(
    'all that are missing are named: $missing',
    async ({ missing }) => {
      const absent = Object.fromEntries(missing.map((name) => [name.toLowerCase(), undefined]));
      const blank = Object.fromEntries(missing.map((name) => [name.toLowerCase(), ' ']));
      for (const headers of [absent, blank]) {
        expect(await refusal({ headers })).toMatchObject({
          code: 'missing_credentials',
          details: { missing },
        });
      }
    },
  );

  test('Authorization is not missed where a signature is enough', async () => {
    const headers = { authorization: undefined, 'x-timestamp': undefined };
    expect((await refusal({ headers }, 'signature')).details).toEqual({ missing: ['x-timestamp'] });
  });
});

describe('signatures', () => {
  test('whatever is wrong, the caller reads the same and only the cause tells which', async () => {
    const other = await makeApp();
    const disabled = await makeApp();
    await server.owner.query(`UPDATE partner_app SET status = 'disabled' WHERE id = $1`, [disabled.id]);
    const wrongSecret = { clientId: app.clientId, clientSecret: other.clientSecret };
    const causes = [
      [{ by: wrongSecret }, 'the signature does not match'],
      [{ by: { ...app, clientId: 'nobody' } }, 'the client is unknown'],
      [{ by: { ...app, clientId: app.clientId.toUpperCase() } }, 'the client is unknown'],
      [{ by: disabled }, 'the client is disabled'],
      [{ age: 301 }, 'the timestamp is malformed or more than 5 minutes off'],
      [{ age: -302 }, 'the timestamp is malformed or more than 5 minutes off'],
    ] as const;
    for (const [sent, cause] of causes) {
      const error = await refusal(sent);
      expect(error).toMatchObject({ code: 'invalid_signature', message: 'Invalid HMAC signature', cause });
      expect(error.details).toBeUndefined();
    }
  });

  test('the signature is checked before the token', async () => {
    const by = { ...app, clientSecret: 'wrong' };
    expect((await refusal({ by, token: 'garbage' })).code).toBe('invalid_signature');
  });

  test('a secret that does not open is the server’s fault, not the caller’s', async () => {
    const rekeyed = createAuthenticator({ database: server.database, secretKey: Buffer.alloc(32, 8) });
    await expect(rekeyed(makeRequest(), 'partner')).rejects.toThrow('was the server key changed?');
  });
});

describe('tokens', () => {
  test('garbage, another app’s token and another scheme are one and the same refusal', async () => {
    const foreign = (await issueTo(await makeApp())).accessToken;
    const refresh = (await issueTo(app)).refreshToken;
    for (const token of [
      'garbage',
      foreign,
      refresh,
      `${accessToken}x`,
      'two words',
      'x'.repeat(5000),
      'é',
    ]) {
      const error = await refusal({ token });
      expect(error, token).toMatchObject({ code: 'invalid_token', message: 'Invalid access token.' });
    }
    for (const authorization of ['Bearer', `Basic ${accessToken}`, accessToken]) {
      expect((await refusal({ headers: { authorization } })).code, authorization).toBe('invalid_token');
    }
  });

  test('a token expires while it is cached', async () => {
    expect(await authenticate(makeRequest(), 'partner')).toBeDefined();
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 24 * 3600 * 1000 + 1);
    expect((await refusal({})).code).toBe('token_expired');
  });

  test('a revoked token is refused within 10 seconds, and says invalid even after it expired', async () => {
    await authenticate(makeRequest(), 'partner');
    await server.owner.query('UPDATE token_family SET revoked_at = now() WHERE partner_app_id = $1', [
      app.id,
    ]);
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 10_000);
    expect(await refusal({})).toMatchObject({ code: 'invalid_token', message: 'Invalid access token.' });
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 25 * 3600 * 1000);
    expect((await refusal({})).code).toBe('invalid_token');
  });

  test('a disabled app is refused within 10 seconds', async () => {
    await authenticate(makeRequest(), 'partner');
    await server.owner.query(`UPDATE partner_app SET status = 'disabled' WHERE id = $1`, [app.id]);
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 10_000);
    expect((await refusal({})).code).toBe('invalid_signature');
  });

  test('the token of a person who has left the workspace no longer opens it', async () => {
    await server.owner.query('DELETE FROM membership WHERE person_id = $1', [personId]);
    expect(await refusal({})).toMatchObject({ code: 'workspace_not_authorized', status: 403 });
  });
});

describe('replays', () => {
  test('equal requests may repeat, since clients stamp seconds', async () => {
    const request = makeRequest({ method: 'POST', body: '{"a":1}' });
    await authenticate(request, 'partner');
    expect(await authenticate(request, 'partner')).toBeDefined();
  });

  test('an app that rejects replays gets one of many equal mutations through, and every read', async () => {
    const strict = await makeApp({ rejectReplays: true });
    const { accessToken: token } = await issueTo(strict);
    const request = makeRequest({ by: strict, token, method: 'POST', body: '{"a":1}' });
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => authenticate(request, 'partner')),
    );
    const refused = results.filter((result) => result.status === 'rejected').map((result) => result.reason);
    expect(refused).toHaveLength(7);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'REPLAYED_REQUEST', status: 409 });
    const read = makeRequest({ by: strict, token });
    await authenticate(read, 'partner');
    expect(await authenticate(read, 'partner')).toBeDefined();
    const other = makeRequest({ by: strict, token, method: 'POST', body: '{"a":2}' });
    expect(await authenticate(other, 'partner')).toBeDefined();
  });

  test('a repeat of what took effect under its Idempotency-Key gets through, and no other', async () => {
    const strict = await makeApp({ rejectReplays: true });
    const { accessToken: token } = await issueTo(strict);
    const key = { 'idempotency-key': 'once' };
    const request = makeRequest({ by: strict, token, method: 'POST', body: '{"a":1}', headers: key });
    await authenticate(request, 'partner');
    const replayed = { code: 'REPLAYED_REQUEST', status: 409 };
    // Nothing is stored yet: the first was refused, or is still to begin.
    await expect(authenticate(request, 'partner')).rejects.toMatchObject(replayed);
    const lock = await server.owner.connect();
    await lock.query('BEGIN');
    await lock.query('SELECT pg_advisory_xact_lock(hashtextextended($1 || $2 || $3, 0))', [
      workspaceId,
      strict.id,
      'once',
    ]);
    await expect(authenticate(request, 'partner')).rejects.toMatchObject({
      code: 'IDEMPOTENCY_IN_PROGRESS',
      headers: { 'retry-after': '1' },
    });
    await lock.query('ROLLBACK');
    lock.release();
    const { requestHash } = readIdempotencyKey(request)!;
    await server.owner.query(
      `INSERT INTO idempotency_record (workspace_id, partner_app_id, key, request_hash, status_code, message, answer)
       VALUES ($1, $2, 'once', decode($3, 'hex'), 201, 'Done.', '{}'), ($1, $2, 'other', sha256('x'), 201, 'Done.', '{}')`,
      [workspaceId, strict.id, requestHash],
    );
    expect(await authenticate(request, 'partner')).toBeDefined();
    for (const named of ['other', 'unused', 'not a key', undefined]) {
      const another = { ...request, headers: { ...request.headers, 'idempotency-key': named } };
      await expect(authenticate(another, 'partner'), named).rejects.toMatchObject({
        code: named === 'not a key' ? 'INVALID_IDEMPOTENCY_KEY' : 'REPLAYED_REQUEST',
      });
    }
  });

  test('a request refused for its token may be sent again as it was signed', async () => {
    const strict = await makeApp({ rejectReplays: true });
    const { accessToken: token } = await issueTo(strict);
    const request = makeRequest({ by: strict, token, method: 'POST', body: '{}' });
    const without = { ...request, headers: { ...request.headers, authorization: 'Bearer garbage' } };
    await expect(authenticate(without, 'partner')).rejects.toMatchObject({ code: 'invalid_token' });
    expect(await authenticate(request, 'partner')).toBeDefined();
  });
});
