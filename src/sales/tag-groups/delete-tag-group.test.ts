import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const makeTag = async (name: string): Promise<string> =>
  (await server.strict.post('/tags', { name })).body.data.id;
const makeGroup = async (name: string, tagUuids: string[] = []) =>
  (await server.strict.post('/tags/groups', { name, tagUuids })).body.data;

test('a deleted group is found by nothing, its name is free, and its tags are without a group', async () => {
  const tag = await makeTag('Left');
  const group = await makeGroup('Gone', [tag]);
  const path = `/tags/groups/${group.id}`;
  const { status, body } = await server.strict.delete(path);
  expect(status).toBe(200);
  expect(body.data).toEqual({ id: group.id, uuid: group.id, deleted: true });
  for (const answer of [
    await server.strict.get(path),
    await server.strict.patch(path, { name: 'Back' }),
    await server.strict.delete(path),
  ])
    expect([answer.status, answer.body.code]).toEqual([404, 'TAG_GROUP_NOT_FOUND']);
  expect((await server.strict.get(`/tags/${tag}`)).body.data.tagGroupUuid).toBeNull();
  expect((await makeGroup('GONE', [tag])).tagUuids).toEqual([tag]);
});

test('a tag that is deleted leaves its group, which can be deleted after it', async () => {
  const [deleted, kept] = [await makeTag('Deleted'), await makeTag('Kept')];
  const group = await makeGroup('Shrinks', [deleted, kept]);
  await server.strict.delete(`/tags/${deleted}`);
  const path = `/tags/groups/${group.id}`;
  expect((await server.strict.get(path)).body.data.tagUuids).toEqual([kept]);
  expect((await server.strict.delete(path)).status).toBe(200);
});

test('a group that is deleted while it gets tags leaves none in it', async () => {
  for (let round = 0; round < 5; round += 1) {
    const tag = await makeTag(`Hurried ${round}`);
    const group = await makeGroup(`Hurried ${round}`);
    const path = `/tags/groups/${group.id}`;
    const [filled, deleted] = await Promise.all([
      server.strict.patch(path, { tagUuids: [tag] }),
      server.strict.delete(path),
    ]);
    expect([200, 404]).toContain(filled.status);
    expect(deleted.status).toBe(200);
    expect((await server.strict.get(`/tags/${tag}`)).body.data.tagGroupUuid).toBeNull();
  }
});

test('a repeat under the same Idempotency-Key gets the first answer', async () => {
  const group = await makeGroup('Deleted once');
  const headers = { 'idempotency-key': 'delete-group-1' };
  const first = await server.strict.delete(`/tags/groups/${group.id}`, { headers });
  const again = await server.strict.delete(`/tags/groups/${group.id}`, { headers });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
});

test('the group and each of its tags leave an audit row and an event', async () => {
  const tag = await makeTag('Followed');
  const group = await makeGroup('Followed', [tag]);
  await server.strict.delete(`/tags/groups/${group.id}`);
  const { rows } = await server.owner.query(
    `SELECT a.entity_type, a.action, a.changes FROM audit_log a JOIN outbox_event e ON e.entity_id = a.entity_id
      WHERE (a.entity_id = $1 AND e.type = 'tag_group.deleted' AND a.action = 'deleted')
         OR (a.entity_id = $2 AND e.type = 'tag.updated' AND a.changes::jsonb @> '{"tagGroupUuid": {"to": null}}')
      ORDER BY 1`,
    [group.id, tag],
  );
  expect(rows).toContainEqual({ entity_type: 'tag_group', action: 'deleted', changes: null });
  expect(rows).toContainEqual({
    entity_type: 'tag',
    action: 'updated',
    changes: { tagGroupUuid: { from: group.id, to: null } },
  });
});
