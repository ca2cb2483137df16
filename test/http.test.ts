import { createHash, createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../src/endpoints.ts';
import { type Endpoint, readsJson } from '../src/platform/http/endpoint.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const SOME_ID = '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c';
const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`;
const pathOf = (endpoint: Endpoint) => endpoint.path.replace('/partners', '').replaceAll(/\{\w+\}/g, SOME_ID);
const signed = ENDPOINTS.filter(({ access }) => access !== 'public');
const withBody = signed.filter(({ body }) => body !== undefined);
const withId = signed.filter(({ params }) => params !== undefined);

async function countRows(): Promise<number> {
  const { rows } = await server.owner.query(
    `SELECT (SELECT count(*) FROM invoice) + (SELECT count(*) FROM customer) + (SELECT count(*) FROM product)
          + (SELECT count(*) FROM tax) + (SELECT count(*) FROM tag) + (SELECT count(*) FROM tag_group) + (SELECT count(*) FROM audit_log)
          + (SELECT count(*) FROM outbox_event) + (SELECT count(*) FROM idempotency_record) AS count`,
  );
  return Number(rows[0].count);
}

describe('every endpoint', () => {
  it.each(signed.map((endpoint) => [nameOf(endpoint), endpoint] as const))(
    '%s names the credentials that are missing',
    async (_name, endpoint) => {
      const headers = {
        'x-client-id': undefined,
        'x-signature': undefined,
        'x-timestamp': undefined,
        authorization: undefined,
      };
      const { status, body } = await server.strict.call(endpoint.method, pathOf(endpoint), {}, { headers });
      expect(status).toBe(401);
      expect(body).toMatchObject({ code: 'missing_credentials', error: 'missing_credentials' });
      expect(body.details.missing).toHaveLength(endpoint.access === 'partner' ? 4 : 3);
    },
  );

  it.each(signed.map((endpoint) => [nameOf(endpoint), endpoint] as const))(
    '%s refuses a signature by another secret',
    async (_name, endpoint) => {
      const headers = { 'x-signature': createHmac('sha256', 'another').update('x').digest('hex') };
      const { status, body } = await server.strict.call(endpoint.method, pathOf(endpoint), {}, { headers });
      expect(status).toBe(401);
      expect(body).toMatchObject({ code: 'invalid_signature', error: 'Invalid HMAC signature' });
    },
  );
});

describe('every endpoint with a body', () => {
  const cases = withBody.map((endpoint) => [nameOf(endpoint), endpoint] as const);

  it.each(cases)(
    '%s refuses what is not JSON, not UTF-8, nested too deep, or of another type',
    async (_name, endpoint) => {
      const before = await countRows();
      const call = (rawBody: string | Uint8Array<ArrayBuffer>, headers = {}) =>
        server.strict.call(endpoint.method, pathOf(endpoint), undefined, { rawBody, headers });
      for (const rawBody of [
        '{',
        '{"a":1}}',
        'null x',
        `${'['.repeat(21)}${']'.repeat(21)}`,
        new Uint8Array([0x22, 0xff, 0x22]),
      ]) {
        expect((await call(rawBody)).body).toMatchObject({ statusCode: 400, code: 'INVALID_JSON' });
      }
      for (const rawBody of ['[]', '"text"', '17', 'null', 'true']) {
        expect((await call(rawBody)).body).toMatchObject({
          statusCode: 400,
          code: 'VALIDATION_ERROR',
          errors: expect.arrayContaining([expect.objectContaining({ field: 'body' })]),
        });
      }
      const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/xml'];
      for (const type of types) {
        expect((await call('{}x', { 'content-type': type })).body).toMatchObject({
          statusCode: 415,
          code: 'UNSUPPORTED_MEDIA_TYPE',
        });
      }
      expect(await countRows()).toBe(before);
    },
  );

  it.each(cases)(
    '%s survives values of every wrong type in every field, and names the fields',
    async (_name, endpoint) => {
      const before = await countRows();
      const example = endpoint.examples.body as Record<string, unknown>;
      for (const wrong of [17.5, -1e300, 'x\0y', 'a\ud800', { a: [{}] }, [[[]]], true, '']) {
        const body = Object.fromEntries(Object.keys(example).map((field) => [field, wrong]));
        const { status, body: answer } = await server.strict.call(endpoint.method, pathOf(endpoint), body);
        // The envelope of a bulk call is sound once it has rows: then each of them is refused.
        if (endpoint.envelope && status === 201) expect(answer.successCount).toBe(0);
        // A report reads no field of its body, and some need none of their query.
        else if (endpoint.readOnly && Object.keys(example).length === 0) expect([200, 400]).toContain(status);
        else expect([400, 404], JSON.stringify(answer)).toContain(status);
      }
      expect(await countRows()).toBe(before);
    },
  );

  it.each(cases.filter(([, { envelope }]) => envelope))(
    '%s survives values of every wrong type in every field of a row, and refuses the row',
    async (_name, endpoint) => {
      const before = await countRows();
      const [[field, [example]]] = Object.entries(endpoint.examples.body as object) as [[string, [object]]];
      for (const wrong of [17.5, -1e300, 'x\0y', 'a\ud800', { a: [{}] }, [[[]]], true]) {
        const row = Object.fromEntries(Object.keys(example).map((name) => [name, wrong]));
        const answer = await server.strict.call(endpoint.method, pathOf(endpoint), { [field]: [row] });
        expect([answer.status, answer.body.successCount, answer.body.results[0].code]).toEqual([
          201,
          0,
          'VALIDATION_ERROR',
        ]);
      }
      expect(await countRows()).toBe(before);
    },
  );
});

describe('every endpoint that changes something', () => {
  const changing = signed.filter(({ method }) => method !== 'GET');

  it.each(changing.map((endpoint) => [nameOf(endpoint), endpoint] as const))(
    '%s refuses a body above its limit, which is 1 MB but where files are taken',
    async (_name, endpoint) => {
      const limit = endpoint.upload?.largest ?? 1024 * 1024;
      const rawBody = JSON.stringify({ notes: 'x'.repeat(limit) });
      const { body } = await server.strict.call(endpoint.method, pathOf(endpoint), undefined, { rawBody });
      expect(body).toMatchObject({ statusCode: 413, code: 'PAYLOAD_TOO_LARGE' });
    },
  );

  const bodyless = changing.filter(({ body }) => body === undefined);
  it.each(bodyless.map((endpoint) => [nameOf(endpoint), endpoint] as const))(
    '%s takes no body, so it minds no content type',
    async (_name, endpoint) => {
      for (const type of ['json', '/', 'text/plain', 'x'.repeat(1_000)]) {
        const headers = { 'content-type': type };
        const { body } = await server.strict.call(endpoint.method, pathOf(endpoint), {}, { headers });
        expect(body).toMatchObject({ statusCode: 404, code: endpoint.notFound });
      }
    },
  );

  it.each(bodyless.filter(readsJson).map((endpoint) => [nameOf(endpoint), endpoint] as const))(
    '%s refuses what says that it is JSON and is not, and takes an empty body',
    async (_name, endpoint) => {
      const call = (rawBody: string) =>
        server.strict.call(endpoint.method, pathOf(endpoint), undefined, { rawBody });
      for (const rawBody of ['{"date": ', '{"a":1}}', '['.repeat(21) + ']'.repeat(21)]) {
        expect((await call(rawBody)).body).toMatchObject({ statusCode: 400, code: 'INVALID_JSON' });
      }
      for (const rawBody of ['', '{}', 'null', '[]']) {
        expect((await call(rawBody)).body).toMatchObject({ statusCode: 404, code: endpoint.notFound });
      }
    },
  );
});

it.each(withId.map((endpoint) => [nameOf(endpoint), endpoint] as const))(
  '%s answers 404 for an unknown id and 400 for what is no id',
  async (_name, endpoint) => {
    // Where a body must name something, the example's.
    const body = endpoint.body?.safeParse({}).success === false ? endpoint.examples.body : {};
    const unknown = await server.strict.call(endpoint.method, pathOf(endpoint), body);
    expect(unknown.body).toMatchObject({ statusCode: 404, code: endpoint.notFound });
    for (const bad of ['17', 'null', 'x'.repeat(300), '%F0%9F%98%80', `${SOME_ID}0`, '%27%20OR%201=1--']) {
      const malformed = await server.strict.call(endpoint.method, pathOf(endpoint).replace(SOME_ID, bad), {});
      expect(malformed.body).toMatchObject({ statusCode: 400, code: 'INVALID_UUID' });
    }
  },
);

describe('the server', () => {
  it('says which method and path it cannot find', async () => {
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['DELETE', '/account-sub-types'],
      ['POST', '/invoices/a/b/c'],
      ['GET', '/invoices/'],
      ['DELETE', '/customers/'],
    ] as const) {
      const { status, body } = await server.strict.call(method, path, {});
      expect(status).toBe(404);
      expect(body).toMatchObject({
        code: 'ROUTE_NOT_FOUND',
        message: `Can't find ${method} /partners${path}`,
      });
    }
  });

  it('answers HEAD and GET at its root, health, readiness and the OpenAPI document', async () => {
    expect((await fetch(server.baseUrl, { method: 'HEAD' })).status).toBe(200);
    expect(await (await fetch(`${server.baseUrl}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${server.baseUrl}/readyz`)).json()).toEqual({ status: 'ready' });
    const document = (await (await fetch(`${server.baseUrl}/openapi.json`)).json()) as { openapi: string };
    expect(document.openapi).toBe('3.1.0');
  });

  it('gives every answer an id of its own', async () => {
    const answers = await Promise.all([
      server.strict.get('/taxes'),
      server.strict.get('/taxes'),
      server.strict.get('/none'),
    ]);
    const ids = answers.map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(3);
    expect(answers[2]!.body.requestId).toBe(ids[2]);
  });

  it('refuses a path that cannot be read, or is longer than any id, with the id of the answer', async () => {
    for (const path of ['/customers/%zz', '/customers/%ff', `/customers/${'a'.repeat(9000)}`]) {
      const { status, headers, body } = await server.strict.get(path);
      expect(status).toBe(400);
      expect(headers.get('x-request-id')).toBe(body.requestId);
    }
  });

  it('answers a page past the end with an empty list, however far', async () => {
    for (const page of ['2', '1000001', '2147483647']) {
      const { status, body } = await server.strict.get('/taxes', { page, limit: '100' });
      expect(status, JSON.stringify(body)).toBe(200);
      expect(body.data.taxes).toEqual([]);
    }
  });

  it('reads a query with blanks as +, repeated keys, and ignores what it does not know', async () => {
    await server.strict.post('/tags', { name: 'Two words' });
    const path = '/tags';
    const timestamp = String(Date.now());
    const { clientId, clientSecret, accessToken, baseUrl } = server.strict.credentials;
    const signature = createHmac('sha256', clientSecret).update(`GET:${path}:${timestamp}:`).digest('hex');
    const headers = {
      'x-client-id': clientId,
      'x-timestamp': timestamp,
      'x-signature': signature,
      authorization: `Bearer ${accessToken}`,
    };
    const response = await fetch(`${baseUrl}/partners${path}?search=two+words&unknown=1&unknown=2`, {
      headers,
    });
    const body = (await response.json()) as { data: { tags: { name: string }[] } };
    expect(body.data.tags.map(({ name }) => name)).toEqual(['Two words']);
    const repeated = await server.strict.get('/tags', { page: ['1', '2'] });
    expect(repeated.status).toBe(400);
  });

  it('takes an empty body for {} without a content type', async () => {
    const { clientId, clientSecret, accessToken, baseUrl } = server.strict.credentials;
    const timestamp = String(Math.floor(Date.now() / 1000));
    for (const hash of ['', createHash('sha256').update('{}').digest('hex')]) {
      const signature = createHmac('sha256', clientSecret)
        .update(`POST:/tags:${timestamp}:${hash}`)
        .digest('hex');
      const headers = {
        'x-client-id': clientId,
        'x-timestamp': timestamp,
        'x-signature': signature,
        authorization: `Bearer ${accessToken}`,
      };
      const response = await fetch(`${baseUrl}/partners/tags`, { method: 'POST', headers });
      expect(await response.json()).toMatchObject({
        statusCode: 400,
        errors: [{ field: 'name', code: 'REQUIRED' }],
      });
    }
  });

  it('takes no body under a signature that covers none, whatever its media type calls itself', async () => {
    const { clientSecret } = server.strict.credentials;
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', clientSecret).update(`POST:/tags:${timestamp}:`).digest('hex');
    const types = {
      'multipart/x+json': 415,
      'multipart/form-data+json; boundary=x': 415,
      'application/json': 401,
    };
    for (const [type, status] of Object.entries(types)) {
      const headers = { 'x-timestamp': timestamp, 'x-signature': signature, 'content-type': type };
      const answer = await server.strict.post('/tags', undefined, { rawBody: '{"name":"Forged"}', headers });
      expect(answer.status, type).toBe(status);
    }
    expect((await server.strict.get('/tags', { search: 'Forged' })).body.data.totalRecords).toBe(0);
  });

  it('answers a broken request line or header with a 4xx of its own, never silence', async () => {
    const { port, hostname } = new URL(server.baseUrl);
    for (const lines of [
      'GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'nonsense\r\n\r\n',
      `GET /partners/invoices?customerUuids=${'x'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    ]) {
      const answer = await new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () => socket.write(lines));
        let received = '';
        socket.on('data', (chunk) => {
          received += chunk;
        });
        socket.on('close', () => resolve(received));
        socket.on('error', reject);
      });
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
      expect(body).toMatchObject({
        status: 'error',
        statusCode: Number(answer.slice(9, 12)),
        code: expect.any(String),
      });
      expect(answer).toContain(`x-request-id: ${body.requestId}`);
    }
  });
});
