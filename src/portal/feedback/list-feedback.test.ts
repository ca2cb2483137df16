import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  for (const [page, helpful] of [
    ['/docs', true],
    ['/docs/errors', false],
    ['/docs/invoices/create-invoice', true],
    ['/docs/tags/create-tag', false],
  ] as const) {
    await server.strict.post('/feedback', { page, helpful, section: 'page', reason: `of ${page}` });
  }
});
afterAll(() => server.close());

async function pages(query: Record<string, string>): Promise<string[]> {
  const { status, body } = await server.strict.get('/feedback', query);
  expect(status).toBe(200);
  return body.data.feedback.map(({ page }: { page: string }) => page);
}

test('what readers said is listed, the newest first', async () => {
  const { body } = await server.strict.get('/feedback');
  expect(body.data).toMatchObject({ totalRecords: 4, totalPages: 1, page: 1, limit: 50 });
  expect(body.data.feedback[0]).toMatchObject({
    page: '/docs/tags/create-tag',
    section: 'page',
    helpful: false,
    reason: 'of /docs/tags/create-tag',
  });
  expect(await pages({})).toEqual([
    '/docs/tags/create-tag',
    '/docs/invoices/create-invoice',
    '/docs/errors',
    '/docs',
  ]);
});

test('it is filtered by whether it helped, and paged', async () => {
  expect(await pages({ helpful: 'true' })).toEqual(['/docs/invoices/create-invoice', '/docs']);
  expect(await pages({ helpful: 'false' })).toEqual(['/docs/tags/create-tag', '/docs/errors']);
  expect(await pages({ helpful: 'false', page: '2', limit: '1' })).toEqual(['/docs/errors']);
});

test('it is of the server: every workspace reads the same, and nobody without a signature', async () => {
  const other = await server.addWorkspace();
  expect((await other.strict.get('/feedback')).body.data.totalRecords).toBe(4);
  const { status } = await server.strict.get('/feedback', {}, { headers: { 'x-signature': undefined } });
  expect(status).toBe(401);
});

test('a filter that is neither true nor false is refused', async () => {
  const { body } = await server.strict.get('/feedback', { helpful: 'yes', limit: '101' });
  expect(errorCodes(body)).toEqual({ helpful: 'INVALID_ENUM', limit: 'TOO_LARGE' });
});
