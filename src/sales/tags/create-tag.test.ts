import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('a tag is created with its colour, and read back', async () => {
  const created = await server.strict.post('/tags', { name: 'Downtown', color: '#1E88e5' });
  expect(created.status).toBe(201);
  expect(created.body.data).toMatchObject({ name: 'Downtown', color: '#1E88e5', tagGroupUuid: null });
  expect(created.body.data.id).toBe(created.body.data.uuid);
  const read = await server.strict.get(`/tags/${created.body.data.id.toUpperCase()}`);
  expect(read.status).toBe(200);
  expect(read.body.data).toEqual(created.body.data);
});

test('a name is enough, and null is as good as absent', async () => {
  const { status, body } = await server.strict.post('/tags', { name: 'Only a name', color: null });
  expect(status).toBe(201);
  expect(body.data.color).toBeNull();
});

test.each([
  "Café 🧾 – “quoted” 100% _x_ \\ '; --",
  'e\u0301 combining',
  'שלום عربى',
  '  blanks  around ',
  '😀'.repeat(255),
])('the name %j is kept exactly', async (name) => {
  const { status, body } = await server.strict.post('/tags', { name });
  expect(status).toBe(201);
  expect(body.data.name).toBe(name);
});

test('a name is unique, whatever its case or composition', async () => {
  await server.strict.post('/tags', { name: 'Épicerie' });
  const { status, body } = await server.strict.post('/tags', { name: 'E\u0301PICERIE' });
  expect(status).toBe(400);
  expect(body.code).toBe('DUPLICATE_NAME');
  expect(body.errors).toEqual([
    { field: 'name', code: 'DUPLICATE_NAME', message: 'name must be unique: another tag has it.' },
  ]);
});

test('of many who create one name at once, one wins and the others are told why', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => server.strict.post('/tags', { name: 'Race' })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'DUPLICATE_NAME')).toHaveLength(7);
});

test('another workspace may use the same name', async () => {
  const other = await server.addWorkspace();
  await server.strict.post('/tags', { name: 'Shared' });
  expect((await other.strict.post('/tags', { name: 'Shared' })).status).toBe(201);
});

test('a repeat under the same Idempotency-Key makes one tag', async () => {
  const headers = { 'idempotency-key': 'tag-1' };
  const first = await server.strict.post('/tags', { name: 'Once' }, { headers });
  const again = await server.strict.post('/tags', { name: 'Once' }, { headers });
  expect(again.status).toBe(201);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
});

test('an unknown field is ignored and reported', async () => {
  const { body } = await server.strict.post('/tags', { name: 'Warned', icon: 'star' });
  expect(body.data._partnerWarnings).toEqual([
    { field: 'icon', reason: 'unknown_field', message: expect.any(String) },
  ]);
});

test.each([
  [{}, { name: 'REQUIRED' }],
  [
    { name: null, color: '' },
    { name: 'REQUIRED', color: 'INVALID_VALUE' },
  ],
  [
    { name: ' \t', color: 'red' },
    { name: 'REQUIRED', color: 'INVALID_VALUE' },
  ],
  [
    { name: 7, color: 255 },
    { name: 'INVALID_TYPE', color: 'INVALID_TYPE' },
  ],
  [
    { name: 'a\0b', color: '#12' },
    { name: 'INVALID_TEXT', color: 'INVALID_VALUE' },
  ],
  [
    { name: '\ud800', color: '#12345g' },
    { name: 'INVALID_TEXT', color: 'INVALID_VALUE' },
  ],
  [{ name: 'x'.repeat(256) }, { name: 'TOO_LONG' }],
])('%j is refused with every error', async (body, expected) => {
  const answer = await server.strict.post('/tags', body);
  expect(answer.status).toBe(400);
  expect(errorCodes(answer.body)).toEqual(expected);
});

test('a tag leaves an audit row and an event', async () => {
  const { body } = await server.strict.post('/tags', { name: 'Audited' });
  const { rows } = await server.owner.query(
    `SELECT a.action, a.entity_type, e.type, e.document FROM audit_log a JOIN outbox_event e ON e.entity_id = a.entity_id
      WHERE a.entity_id = $1`,
    [body.data.id],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ action: 'created', entity_type: 'tag', type: 'tag.created' });
  expect(JSON.parse(rows[0].document)).toEqual(body.data);
});
