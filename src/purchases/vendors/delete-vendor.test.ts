import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const make = async (name: string): Promise<string> =>
  (await server.strict.post('/vendors', { name })).body.data.uuid;

test('a deleted vendor is in no list and no look-up, and cannot be changed or deleted again', async () => {
  const uuid = await make('Gone');
  const { status, body } = await server.strict.delete(`/vendors/${uuid}`);
  expect([status, body.data]).toEqual([200, { id: uuid, uuid, deleted: true }]);
  expect((await server.strict.get('/vendors', { search: 'Gone' })).body.vendors).toEqual([]);
  for (const answer of [
    await server.strict.get(`/vendors/${uuid}`),
    await server.strict.patch(`/vendors/${uuid}`, { name: 'Back' }),
    await server.strict.delete(`/vendors/${uuid}`),
  ]) {
    expect([answer.status, answer.body.code]).toEqual([404, 'VENDOR_NOT_FOUND']);
  }
});

test('its row stays for the documents that name it, with an audit row and an event', async () => {
  const uuid = await make('Kept');
  await server.strict.delete(`/vendors/${uuid}`);
  const { rows } = await server.owner.query(
    `SELECT v.name, v.deleted_at IS NOT NULL AS deleted, a.person_id, e.document::json ->> 'deleted' AS told
       FROM vendor v JOIN audit_log a ON a.entity_id = v.id JOIN outbox_event e ON e.entity_id = v.id
      WHERE v.id = $1 AND a.action = 'deleted' AND e.type = 'vendor.deleted'`,
    [uuid],
  );
  expect(rows).toEqual([{ name: 'Kept', deleted: true, person_id: server.personId, told: 'true' }]);
});

test('a repeat under one Idempotency-Key is answered as the first was', async () => {
  const uuid = await make('Repeated');
  const options = { headers: { 'idempotency-key': 'vendor-delete' } };
  const first = await server.strict.delete(`/vendors/${uuid}`, options);
  const again = await server.strict.delete(`/vendors/${uuid}`, options);
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
});

test('a vendor that is unknown, or of another workspace, is not found', async () => {
  const uuid = await make('Safe');
  const other = await server.addWorkspace();
  expect((await other.strict.delete(`/vendors/${uuid}`)).body.code).toBe('VENDOR_NOT_FOUND');
  expect((await server.strict.delete(`/vendors/${UNKNOWN_UUID}`)).status).toBe(404);
  expect((await server.strict.delete('/vendors/x')).body.code).toBe('INVALID_UUID');
  expect((await server.strict.get(`/vendors/${uuid}`)).status).toBe(200);
});

test('a vendor is not deleted into whom another is merged meanwhile', async () => {
  const [kept, double] = [await make('Kept of two'), await make('Double')];
  const merging = await server.owner.connect();
  try {
    await merging.query('BEGIN');
    await merging.query('SELECT FROM vendor WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE', [
      [kept, double],
    ]);
    await merging.query('UPDATE vendor SET merged_into = $1 WHERE id = $2', [kept, double]);
    const deleting = server.strict.delete(`/vendors/${kept}`);
    await expect
      .poll(() => merging.query('SELECT FROM pg_locks WHERE NOT granted').then(({ rowCount }) => rowCount), {
        timeout: 20_000,
      })
      .toBeGreaterThan(0);
    await merging.query('COMMIT');
    const { status, body } = await deleting;
    expect([status, body.code]).toEqual([400, 'HAS_MERGED_RECORDS']);
  } finally {
    merging.release();
  }
  expect((await server.strict.get(`/vendors/${kept}`)).body.data.mergedUuids).toEqual([double]);
});
