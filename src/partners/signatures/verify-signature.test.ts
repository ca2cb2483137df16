import { createHash, createHmac } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import type { Database } from '../../platform/database/database.ts';
import { buildServer } from '../../platform/http/server.ts';
import { verifySignature } from './verify-signature.ts';

const BODY = '{"name":"Downtown office"}';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let server: TestServer;
let timestamp: string;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(() => {
  timestamp = String(Math.floor(Date.now() / 1000));
});

/** Without any credentials. */
const NOBODY = {
  'x-client-id': undefined,
  'x-timestamp': undefined,
  'x-signature': undefined,
  authorization: undefined,
};
const verify = (told: object) => server.strict.post('/verify-signature', told, { headers: NOBODY });

interface Part {
  readonly part: string;
  readonly matches: boolean;
  readonly hint: string | null;
}

async function differing(told: object): Promise<Record<string, string | null>> {
  const { status, body } = await verify({ method: 'POST', path: '/partners/tags', timestamp, ...told });
  expect(status).toBe(200);
  const parts = (body.data.parts as Part[]).filter(({ matches }) => !matches);
  expect(body.data.matches).toBe(parts.length === 0);
  return Object.fromEntries(parts.map(({ part, hint }) => [part, hint]));
}

describe('a client that asks what is wrong with its signature', () => {
  it('is told what the server signs, and that the parts agree, without any credentials', async () => {
    const canonicalString = `POST:/tags:${timestamp}:${sha256(BODY)}`;
    const signature = createHmac('sha256', 'any secret').update(canonicalString).digest('hex');
    const told = {
      method: 'POST',
      path: '/partners/tags',
      timestamp,
      body: BODY,
      canonicalString,
      signature,
    };
    const { status, body } = await verify(told);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ matches: true, canonicalString });
    expect(Math.abs(Date.parse(body.data.serverTime) - Date.now())).toBeLessThan(5000);
    expect(Math.abs(body.data.skewSeconds)).toBeLessThan(5);
  });

  it('gets a string that, signed, the server takes', async () => {
    const { body } = await verify({
      method: 'post',
      path: `${server.baseUrl}/partners/tags?x=1`,
      timestamp,
      body: BODY,
    });
    const { clientSecret } = server.strict.credentials;
    const signature = createHmac('sha256', clientSecret).update(body.data.canonicalString).digest('hex');
    const answer = await server.strict.post('/tags', undefined, {
      rawBody: BODY,
      headers: { 'x-timestamp': timestamp, 'x-signature': signature },
    });
    expect(answer.status).toBe(201);
  });

  it('is told each part that differs, and why', async () => {
    const sign = (method: string, path: string, at: string, hash: string) => ({
      body: BODY,
      canonicalString: `${method}:${path}:${at}:${hash}`,
    });
    const hash = sha256(BODY);
    expect(await differing(sign('post', '/tags', timestamp, hash))).toMatchObject({
      method: expect.stringMatching(/upper case/),
    });
    expect(await differing(sign('POST', '/tags?page=1', timestamp, hash))).toMatchObject({
      path: 'Sign the path alone, without the query.',
    });
    expect(
      await differing(sign('POST', '/tags', timestamp, sha256('{"name": "Downtown office"}'))),
    ).toMatchObject({
      bodyHash: expect.stringMatching(/same JSON with other white space/),
    });
    expect(await differing(sign('POST', '/tags', timestamp, ''))).toMatchObject({
      bodyHash: expect.stringMatching(/missing/),
    });
    expect(await differing({ body: BODY, canonicalString: `POST:${timestamp}:/tags:${hash}` })).toEqual({
      canonicalString: 'Put the parts in this order: METHOD:path:timestamp:bodyHash.',
    });
  });

  it('is told how far its clock is off, whether it tells the time as a text or as a number', async () => {
    const told = { path: '/partners/tags', body: BODY };
    for (const late of [Number(timestamp) - 900, String(Number(timestamp) - 900)]) {
      expect(await differing({ ...told, timestamp: late })).toEqual({
        timestamp: expect.stringMatching(/^The timestamp is 90\d seconds in the past, and 300 are allowed/),
      });
    }
    expect(await differing({ ...told, timestamp: Date.now() / 1000 + 0.5 })).toEqual({
      timestamp: expect.stringMatching(/fraction/),
    });
  });

  it('is told which form a signature must have', async () => {
    const bytes = createHmac('sha256', 'secret').update('x').digest();
    for (const [signature, hint] of [
      [bytes.toString('base64'), /base64/],
      [bytes.toString('hex').toUpperCase(), /lower case/],
      [`sha256=${bytes.toString('hex')}`, /Leave out/],
    ] as const) {
      expect(await differing({ body: BODY, signature })).toEqual({ signature: expect.stringMatching(hint) });
    }
  });

  it('is refused what cannot be read, every field at once', async () => {
    const wrong = { method: '', path: 'x'.repeat(2049), timestamp: true, body: 7, signature: '\0' };
    const { status, body } = await verify(wrong);
    expect(status).toBe(400);
    expect(errorCodes(body)).toEqual({
      method: 'REQUIRED',
      path: 'TOO_LONG',
      timestamp: 'INVALID_TYPE',
      body: 'INVALID_TYPE',
      signature: 'INVALID_TEXT',
    });
    expect(errorCodes((await verify({})).body)).toEqual({
      method: 'REQUIRED',
      path: 'REQUIRED',
      timestamp: 'REQUIRED',
    });
  });
});

test('neither database nor secret is touched, and nothing that is told is logged', async () => {
  const untouchable = new Proxy(
    {},
    { get: () => expect.unreachable('the database was touched') },
  ) as Database;
  const lines: string[] = [];
  const logDestination = new PassThrough().on('data', (chunk) => lines.push(String(chunk)));
  const own = buildServer({
    endpoints: [verifySignature],
    services: {
      database: untouchable,
      secretKey: Buffer.alloc(32),
      publicUrl: () => 'http://localhost',
      authenticate: async () => undefined,
    },
    health: { checkReady: async () => {} },
    openApi: {},
    logLevel: 'trace',
    logDestination,
    version: '0',
  });
  const payload = {
    method: 'POST',
    path: '/tags',
    timestamp,
    body: 'private words',
    clientSecret: 'rc_secret_x',
  };
  const answer = await own.inject({ method: 'POST', url: '/partners/verify-signature', payload });
  await own.close();
  expect(answer.statusCode).toBe(200);
  expect(answer.json().data._partnerWarnings).toMatchObject([{ field: 'clientSecret' }]);
  expect(answer.body).not.toContain('rc_secret_x');
  expect(lines.join('')).toContain('verify-signature');
  expect(lines.join('')).not.toMatch(/private words|rc_secret_x/);
});

test('who asks too often is refused for a while', async () => {
  const { requests } = verifySignature.limit!;
  const statuses: number[] = [];
  for (let count = 0; count <= requests && statuses.at(-1) !== 429; count += 1)
    statuses.push((await verify({ method: 'GET', path: '/tags', timestamp })).status);
  expect(statuses.slice(0, -1).every((status) => status === 200)).toBe(true);
  expect(statuses.at(-1)).toBe(429);
});
