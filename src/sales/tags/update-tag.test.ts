import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { createSalesFixtures, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function makeTag(name: string, color?: string) {
  return (await server.strict.post('/tags', { name, color })).body.data;
}

test('what is given is changed, and the rest stays', async () => {
  const tag = await makeTag('Before', '#123456');
  const renamed = await server.strict.patch(`/tags/${tag.id}`, { name: 'After' });
  expect(renamed.status).toBe(200);
  expect(renamed.body.data).toMatchObject({ id: tag.id, name: 'After', color: '#123456' });
  expect(renamed.body.data.createdAt).toBe(tag.createdAt);
  expect(renamed.body.data.updatedAt > tag.updatedAt).toBe(true);
  const cleared = await server.strict.patch(`/tags/${tag.id}`, { color: null });
  expect(cleared.body.data).toMatchObject({ name: 'After', color: null });
  expect((await server.strict.get(`/tags/${tag.id}`)).body.data).toEqual(cleared.body.data);
});

test('a new name is found, and the former is free', async () => {
  const tag = await makeTag('Former');
  await server.strict.patch(`/tags/${tag.id}`, { name: 'Latter' });
  const found = await server.strict.get('/tags/find-by-name', { name: 'latter' });
  expect(found.body.data.tags).toMatchObject([{ id: tag.id }]);
  expect((await server.strict.post('/tags', { name: 'FORMER' })).status).toBe(201);
});

test('a name that another tag has is refused, in another case of its own it is not', async () => {
  await makeTag('Taken');
  const tag = await makeTag('Mine');
  const refused = await server.strict.patch(`/tags/${tag.id}`, { name: 'TAKEN' });
  expect([refused.status, refused.body.code]).toEqual([400, 'DUPLICATE_NAME']);
  expect(refused.body.errors).toEqual([
    { field: 'name', code: 'DUPLICATE_NAME', message: 'name must be unique: another tag has it.' },
  ]);
  expect((await server.strict.patch(`/tags/${tag.id}`, { name: 'MINE' })).body.data.name).toBe('MINE');
});

test('documents that have the tag show its new name', async () => {
  const fixtures = await createSalesFixtures(server.strict);
  const invoice = await server.strict.post('/invoices', {
    ...invoiceBody(fixtures),
    tagUuids: [fixtures.tagUuid],
  });
  await server.strict.patch(`/tags/${fixtures.tagUuid}`, { name: 'Renamed on documents' });
  const { body } = await server.strict.get(`/invoices/${invoice.body.data.id}`);
  expect(body.data.tags).toMatchObject([{ id: fixtures.tagUuid, name: 'Renamed on documents' }]);
});

test('a change that changes nothing leaves no trace', async () => {
  const tag = await makeTag('Unchanged', '#111');
  for (const body of [{}, { name: 'Unchanged' }, { color: '#111' }])
    expect((await server.strict.patch(`/tags/${tag.id}`, body)).body.data).toEqual(tag);
  const { rows } = await server.owner.query('SELECT action FROM audit_log WHERE entity_id = $1', [tag.id]);
  expect(rows).toEqual([{ action: 'created' }]);
});

test('an update leaves an audit row with what was before, and an event', async () => {
  const tag = await makeTag('Audited before');
  const { body } = await server.strict.patch(`/tags/${tag.id}`, { name: 'Audited after' });
  const { rows } = await server.owner.query(
    `SELECT a.changes, e.type, e.document FROM audit_log a JOIN outbox_event e ON e.entity_id = a.entity_id
      WHERE a.entity_id = $1 AND a.action = 'updated' AND e.type = 'tag.updated'`,
    [tag.id],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0].changes).toEqual({ name: { from: 'Audited before', to: 'Audited after' } });
  expect(JSON.parse(rows[0].document)).toEqual(body.data);
});

test('the group of a tag is no field of its own, which is said', async () => {
  const tag = await makeTag('Grouped');
  const { body } = await server.strict.patch(`/tags/${tag.id}`, { tagGroupUuid: tag.id });
  expect(body.data.tagGroupUuid).toBeNull();
  expect(body.data._partnerWarnings).toMatchObject([{ field: 'tagGroupUuid', reason: 'internal_only' }]);
});

test('a repeat under the same Idempotency-Key changes nothing that came after', async () => {
  const tag = await makeTag('Repeated');
  const headers = { 'idempotency-key': 'update-tag-1' };
  const first = await server.strict.patch(`/tags/${tag.id}`, { name: 'Repeated 1' }, { headers });
  await server.strict.patch(`/tags/${tag.id}`, { name: 'Repeated 2' });
  const again = await server.strict.patch(`/tags/${tag.id}`, { name: 'Repeated 1' }, { headers });
  expect(again.body).toEqual(first.body);
  expect((await server.strict.get(`/tags/${tag.id}`)).body.data.name).toBe('Repeated 2');
});

test('every bad field is named at once', async () => {
  const tag = await makeTag('Sound');
  const { status, body } = await server.strict.patch(`/tags/${tag.id}`, { name: ' ', color: 'red' });
  expect(status).toBe(400);
  expect(errorCodes(body)).toEqual({ name: 'REQUIRED', color: 'INVALID_VALUE' });
  expect(errorCodes((await server.strict.patch(`/tags/${tag.id}`, { name: null })).body)).toEqual({
    name: 'REQUIRED',
  });
});
