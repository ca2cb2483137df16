import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function makeTag(name: string, color?: string) {
  return (await server.strict.post('/tags', { name, color })).body.data;
}

test('a group is created with tags, which say so, and read back', async () => {
  const [second, first] = [await makeTag('North 2', '#111'), await makeTag('North 1')];
  const body = { name: 'North', color: '#3949AB', tagUuids: [second.id.toUpperCase(), first.id, first.id] };
  const created = await server.strict.post('/tags/groups', body);
  expect(created.status).toBe(201);
  const { id } = created.body.data;
  expect(created.body.data).toMatchObject({
    uuid: id,
    name: 'North',
    color: '#3949AB',
    tagUuids: [first.id, second.id],
    tags: [
      { id: first.id, uuid: first.id, name: 'North 1', color: null },
      { id: second.id, uuid: second.id, name: 'North 2', color: '#111' },
    ],
  });
  expect((await server.strict.get(`/tags/groups/${id.toUpperCase()}`)).body.data).toEqual(created.body.data);
  for (const tag of [first, second])
    expect((await server.strict.get(`/tags/${tag.id}`)).body.data.tagGroupUuid).toBe(id);
  const listed = await server.strict.get('/tags', { search: 'North 1' });
  expect(listed.body.data.tags).toMatchObject([{ tagGroupUuid: id }]);
});

test.each([{}, { color: null, tagUuids: null }, { tagUuids: [] }])('a name is enough: %j', async (more) => {
  const { status, body } = await server.strict.post('/tags/groups', { name: JSON.stringify(more), ...more });
  expect(status).toBe(201);
  expect(body.data).toMatchObject({ color: null, tagUuids: [], tags: [] });
});

test('a name is unique among groups, whatever its case; a tag may have it', async () => {
  await server.strict.post('/tags', { name: 'Épicerie' });
  expect((await server.strict.post('/tags/groups', { name: 'Épicerie' })).status).toBe(201);
  const { status, body } = await server.strict.post('/tags/groups', { name: 'E\u0301PICERIE' });
  expect([status, body.code]).toEqual([400, 'DUPLICATE_NAME']);
  expect(body.errors).toEqual([
    { field: 'name', code: 'DUPLICATE_NAME', message: 'name must be unique: another tag group has it.' },
  ]);
  const other = await server.addWorkspace();
  expect((await other.strict.post('/tags/groups', { name: 'Épicerie' })).status).toBe(201);
});

test('of many who create one name at once, one wins and the others are told why', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => server.strict.post('/tags/groups', { name: 'Race' })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'DUPLICATE_NAME')).toHaveLength(5);
});

test('a tag that is in another group is refused, and nothing is kept', async () => {
  const [taken, free] = [await makeTag('Taken'), await makeTag('Free')];
  await server.strict.post('/tags/groups', { name: 'First', tagUuids: [taken.id] });
  const body = { name: 'Second', tagUuids: [free.id, taken.id] };
  const refused = await server.strict.post('/tags/groups', body);
  expect([refused.status, refused.body.code]).toEqual([400, 'TAG_IN_ANOTHER_GROUP']);
  expect(refused.body.errors).toMatchObject([{ field: 'tagUuids[1]', code: 'TAG_IN_ANOTHER_GROUP' }]);
  expect(refused.body.details.references).toEqual([{ field: 'tagUuids[1]', uuid: taken.id }]);
  expect((await server.strict.get('/tags/groups', { search: 'Second' })).body.data.tagGroups).toEqual([]);
  expect((await server.strict.get(`/tags/${free.id}`)).body.data.tagGroupUuid).toBeNull();
});

test('of many who put one tag into groups of their own at once, exactly one wins', async () => {
  const tag = await makeTag('Wanted by many');
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      server.strict.post('/tags/groups', { name: `Wants ${index}`, tagUuids: [tag.id] }),
    ),
  );
  const winners = answers.filter(({ status }) => status === 201);
  expect(winners).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'TAG_IN_ANOTHER_GROUP')).toHaveLength(5);
  const { body } = await server.strict.get(`/tags/${tag.id}`);
  expect(body.data.tagGroupUuid).toBe(winners[0]!.body.data.id);
});

test('unknown, deleted and foreign tags, and a taken name, are named together', async () => {
  const deleted = await makeTag('Deleted');
  await server.strict.delete(`/tags/${deleted.id}`);
  const other = await server.addWorkspace();
  const foreign = (await other.strict.post('/tags', { name: 'Foreign' })).body.data;
  await server.strict.post('/tags/groups', { name: 'Already' });
  const { status, body } = await server.strict.post('/tags/groups', {
    name: 'already',
    tagUuids: [UNKNOWN_UUID, deleted.id, foreign.id],
  });
  expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
  expect(errorCodes(body)).toEqual({
    name: 'DUPLICATE_NAME',
    'tagUuids[0]': 'TAG_NOT_FOUND',
    'tagUuids[1]': 'TAG_NOT_FOUND',
    'tagUuids[2]': 'TAG_NOT_FOUND',
  });
});

test.each([
  [{}, { name: 'REQUIRED' }],
  [
    { name: ' ', color: 'red', tagUuids: 'x' },
    { name: 'REQUIRED', color: 'INVALID_VALUE', tagUuids: 'INVALID_TYPE' },
  ],
  [
    { name: 'a\0', tagUuids: ['17', 17] },
    { name: 'INVALID_TEXT', 'tagUuids[0]': 'INVALID_UUID', 'tagUuids[1]': 'INVALID_TYPE' },
  ],
])('%j is refused with every error', async (body, expected) => {
  const answer = await server.strict.post('/tags/groups', body);
  expect(answer.status).toBe(400);
  expect(errorCodes(answer.body)).toEqual(expected);
});

test('a group has 500 tags at most', async () => {
  const tagUuids = Array.from({ length: 501 }, () => UNKNOWN_UUID);
  const { status, body } = await server.strict.post('/tags/groups', { name: 'Many', tagUuids });
  expect(status).toBe(400);
  expect(errorCodes(body)).toEqual({ tagUuids: 'TOO_LARGE' });
});

test('a repeat under the same Idempotency-Key makes one group', async () => {
  const headers = { 'idempotency-key': 'group-1' };
  const first = await server.strict.post('/tags/groups', { name: 'Once' }, { headers });
  const again = await server.strict.post('/tags/groups', { name: 'Once' }, { headers });
  expect(again.status).toBe(201);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
});

test('the group and each of its tags leave an audit row and an event', async () => {
  const tag = await makeTag('Followed');
  const { body } = await server.strict.post('/tags/groups', { name: 'Followed group', tagUuids: [tag.id] });
  const events = await server.owner.query(
    `SELECT type, document FROM outbox_event WHERE entity_id = ANY ($1) AND type <> 'tag.created' ORDER BY type`,
    [[tag.id, body.data.id]],
  );
  expect(events.rows.map(({ type }) => type)).toEqual(['tag.updated', 'tag_group.created']);
  const [ofTag, ofGroup] = events.rows.map(({ document }) => JSON.parse(document));
  expect(ofGroup).toEqual(body.data);
  expect(ofTag).toEqual((await server.strict.get(`/tags/${tag.id}`)).body.data);
  const audit = await server.owner.query(
    `SELECT changes FROM audit_log WHERE entity_id = $1 AND action = 'updated'`,
    [tag.id],
  );
  expect(audit.rows).toEqual([{ changes: { tagGroupUuid: { from: null, to: body.data.id } } }]);
});
