import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSalesFixtures, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { sealAll } from '../../../test/support/seal-all.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function makeTag(name: string) {
  return (await server.strict.post('/tags', { name })).body.data;
}

test('a deleted tag is found by nothing, and its name is free', async () => {
  const tag = await makeTag('Gone');
  const { status, body } = await server.strict.delete(`/tags/${tag.id}`);
  expect(status).toBe(200);
  expect(body.data).toEqual({ id: tag.id, uuid: tag.id, deleted: true });
  for (const path of ['/tags', '/tags/find-by-name'])
    expect((await server.strict.get(path, { search: 'Gone', name: 'Gone' })).body.data.tags).toEqual([]);
  for (const answer of [
    await server.strict.get(`/tags/${tag.id}`),
    await server.strict.patch(`/tags/${tag.id}`, { name: 'Back' }),
    await server.strict.delete(`/tags/${tag.id}`),
  ])
    expect([answer.status, answer.body.code]).toEqual([404, 'TAG_NOT_FOUND']);
  expect((await makeTag('gone')).id).not.toBe(tag.id);
});

test('documents and reports keep a tag that is deleted, and no new document may have it', async () => {
  const fixtures = await createSalesFixtures(server.strict);
  const tagged = { ...invoiceBody(fixtures), tagUuids: [fixtures.tagUuid] };
  const invoice = (await server.strict.post('/invoices', { ...tagged, isDraft: false })).body.data;
  expect(invoice.tags).toHaveLength(1);
  const draft = (
    await server.strict.post('/invoices', { ...tagged, isDraft: true, invoiceNumber: 'DRAFT-1' })
  ).body.data;
  // The report tells its seal, which must not change between two reads.
  await sealAll(server.database, server.workspaceId);
  const report = () =>
    server.strict.get('/reports/trial-balance', { endDate: '2999-12-31', tagUuids: fixtures.tagUuid });
  const before = (await report()).body.data;
  await server.strict.delete(`/tags/${fixtures.tagUuid}`);
  for (const { id, tags } of [invoice, draft])
    expect((await server.strict.get(`/invoices/${id}`)).body.data.tags).toEqual(tags);
  expect(before.totalDebit).toBe('250.00');
  expect((await report()).body.data).toEqual(before);
  const another = await server.strict.post('/invoices', { ...tagged, invoiceNumber: 'AFTER-1' });
  expect([another.status, another.body.code]).toEqual([400, 'TAG_NOT_FOUND']);
});

test('a repeat under the same Idempotency-Key gets the first answer', async () => {
  const tag = await makeTag('Deleted once');
  const headers = { 'idempotency-key': 'delete-tag-1' };
  const first = await server.strict.delete(`/tags/${tag.id}`, { headers });
  const again = await server.strict.delete(`/tags/${tag.id}`, { headers });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
});

test('of several who delete at once, one does', async () => {
  const tag = await makeTag('Raced');
  const answers = await Promise.all(Array.from({ length: 4 }, () => server.strict.delete(`/tags/${tag.id}`)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404, 404]);
});

test('a deletion leaves an audit row and an event', async () => {
  const tag = await makeTag('Audited');
  const { body } = await server.strict.delete(`/tags/${tag.id}`);
  const { rows } = await server.owner.query(
    `SELECT a.entity_type, e.document FROM audit_log a JOIN outbox_event e ON e.entity_id = a.entity_id
      WHERE a.entity_id = $1 AND a.action = 'deleted' AND e.type = 'tag.deleted'`,
    [tag.id],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0].entity_type).toBe('tag');
  expect(JSON.parse(rows[0].document)).toEqual(body.data);
});
