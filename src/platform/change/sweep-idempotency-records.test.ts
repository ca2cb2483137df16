import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { sweepIdempotencyRecords } from './sweep-idempotency-records.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it('idempotency records go after 24 hours, in every workspace', async () => {
  const { owner, database } = server;
  const other = await server.addWorkspace();
  for (const { strict } of [server, other]) {
    for (const key of ['old', 'new']) {
      await strict.post('/tags', { name: `tag ${key}` }, { headers: { 'idempotency-key': key } });
    }
  }
  await owner.query(
    `UPDATE idempotency_record SET created_at = now() - interval '25 hours' WHERE key = 'old'`,
  );
  await sweepIdempotencyRecords(database);
  const { rows } = await owner.query('SELECT key FROM idempotency_record');
  expect(rows.map(({ key }) => key)).toEqual(['new', 'new']);
});

it('a sweep that is stopped deletes nothing more', async () => {
  const { owner, database } = server;
  await owner.query(`UPDATE idempotency_record SET created_at = now() - interval '25 hours'`);
  await sweepIdempotencyRecords(database, AbortSignal.abort());
  const { rows } = await owner.query('SELECT key FROM idempotency_record');
  expect(rows).toHaveLength(2);
});
