import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/support/test-server.ts';
import { sweepIdempotencyRecords } from './sweeper.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it('idempotency records go after 24 hours, those of other workspaces untouched', async () => {
  const { owner, database, workspaceId } = server;
  const other = await server.addWorkspace();
  for (const { strict } of [server, other]) {
    for (const key of ['old', 'new']) {
      await strict.post('/tags', { name: `tag ${key}` }, { headers: { 'idempotency-key': key } });
    }
  }
  await owner.query(
    `UPDATE idempotency_record SET created_at = now() - interval '25 hours' WHERE key = 'old'`,
  );
  expect(await sweepIdempotencyRecords(database, workspaceId)).toBe(1);
  const { rows } = await owner.query(
    'SELECT workspace_id, key FROM idempotency_record ORDER BY workspace_id, key',
  );
  const left = rows.map((row) => [row.workspace_id === workspaceId ? 'this' : 'other', row.key]);
  expect(left.sort()).toEqual([
    ['other', 'new'],
    ['other', 'old'],
    ['this', 'new'],
  ]);
});
