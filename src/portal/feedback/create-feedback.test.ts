import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { createFeedback } from './create-feedback.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(() => server.owner.query('DELETE FROM portal_feedback'));

const NOBODY = {
  'x-client-id': undefined,
  'x-timestamp': undefined,
  'x-signature': undefined,
  authorization: undefined,
};
const FEEDBACK = { page: '/docs/invoices/create-invoice', section: 'response', helpful: false };
const say = (feedback: object, headers = {}) =>
  server.strict.post('/feedback', feedback, { headers: { ...NOBODY, ...headers } });
const keptRows = async () => (await server.owner.query('SELECT * FROM portal_feedback')).rows;

describe('a reader', () => {
  it('says whether a page helped, and why, without any credentials', async () => {
    const { status, body } = await say({ ...FEEDBACK, reason: '  Which total is it? ✓ ' });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ ...FEEDBACK, reason: 'Which total is it? ✓' });
    expect(body.data.uuid).toBe(body.data.id);
    expect(Math.abs(Date.parse(body.data.createdAt) - Date.now())).toBeLessThan(60_000);
  });

  it('leaves nothing of himself', async () => {
    const headers = {
      'user-agent': 'Mosaic/1.0',
      referer: 'https://private.example/',
      'x-forwarded-for': '203.0.113.7',
    };
    await say({ ...FEEDBACK, email: 'reader@example.com' }, headers);
    const [row, ...others] = await keptRows();
    expect(others).toEqual([]);
    expect(Object.keys(row).sort()).toEqual(['created_at', 'helpful', 'id', 'page', 'reason', 'section']);
    expect(JSON.stringify(row)).not.toMatch(/Mosaic|private|203\.0|127\.0|reader@/);
  });

  it('need not say why', async () => {
    for (const reason of [undefined, null, ' \n'])
      expect((await say({ ...FEEDBACK, reason })).body.data.reason).toBeNull();
  });

  it('speaks of a page under /docs', async () => {
    for (const page of ['/docs', '/docs/', '/docs/errors/rate-limited', '/docs/a%20b'])
      expect((await say({ ...FEEDBACK, page })).status, page).toBe(201);
  });
});

describe('feedback is refused', () => {
  it('with every field that is wrong', async () => {
    const wrong = {
      page: 'https://elsewhere.example/docs',
      section: 'footer',
      helpful: 'yes',
      reason: 'x'.repeat(1001),
    };
    const { status, body } = await say(wrong);
    expect(status).toBe(400);
    expect(errorCodes(body)).toEqual({
      page: 'INVALID_VALUE',
      section: 'INVALID_ENUM',
      helpful: 'INVALID_TYPE',
      reason: 'TOO_LONG',
    });
    expect(errorCodes((await say({})).body)).toEqual({
      page: 'REQUIRED',
      section: 'REQUIRED',
      helpful: 'REQUIRED',
    });
  });

  it.each([
    '/',
    '/docsx',
    '/docs?page=1',
    '/docs#top',
    '/docs//x',
    '/docs/\u001b[2J',
    `/docs/${'x'.repeat(200)}`,
  ])('of what is no page of the portal: %j', async (page) => {
    expect(Object.keys(errorCodes((await say({ ...FEEDBACK, page })).body))).toEqual(['page']);
  });
});

describe('a page of another site', () => {
  const foreign = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };

  it('is not allowed by any browser to send JSON here', async () => {
    const response = await fetch(`${server.baseUrl}/partners/feedback`, {
      method: 'OPTIONS',
      headers: {
        ...foreign,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(response.ok).toBe(false);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'is refused what a browser sends without asking, as %s',
    async (type) => {
      expect((await say(FEEDBACK, { ...foreign, 'content-type': type })).status).toBe(415);
      expect(await keptRows()).toEqual([]);
    },
  );
});

it('who says too much at once is refused for a while, and nothing of it is kept', async () => {
  const fresh = await startTestServer();
  onTestFinished(() => fresh.close());
  const { requests } = createFeedback.limit!;
  const sayThere = () => fresh.strict.post('/feedback', FEEDBACK, { headers: NOBODY });
  for (let count = 0; count < requests; count += 1) expect((await sayThere()).status).toBe(201);
  const { status, headers, body } = await sayThere();
  expect(status).toBe(429);
  expect(body).toMatchObject({ code: 'RATE_LIMITED', type: 'RATE_LIMITED' });
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  const { rows } = await fresh.owner.query('SELECT count(*)::integer AS count FROM portal_feedback');
  expect(rows[0].count).toBe(requests);
});
