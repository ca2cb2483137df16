import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const makeTag = async (name: string): Promise<string> =>
  (await server.strict.post('/tags', { name })).body.data.id;
const makeGroup = async (name: string, tagUuids: string[] = []) =>
  (await server.strict.post('/tags/groups', { name, color: '#123456', tagUuids })).body.data;
const change = (id: string, body: object) => server.strict.patch(`/tags/groups/${id}`, body);
const groupOf = async (tagId: string) =>
  (await server.strict.get(`/tags/${tagId}`)).body.data.tagGroupUuid as string | null;

test('what is given is changed, and the rest stays', async () => {
  const tag = await makeTag('Stays');
  const group = await makeGroup('Before', [tag]);
  const renamed = await change(group.id, { name: 'After' });
  expect(renamed.status).toBe(200);
  expect(renamed.body.data).toMatchObject({ name: 'After', color: '#123456', tagUuids: [tag] });
  expect(renamed.body.data.updatedAt > group.updatedAt).toBe(true);
  expect((await change(group.id, { color: null })).body.data).toMatchObject({ name: 'After', color: null });
});

test('tagUuids replaces all tags of the group', async () => {
  const [a, b, c] = [await makeTag('A'), await makeTag('B'), await makeTag('C')];
  const group = await makeGroup('Replaced', [a, b]);
  const { body } = await change(group.id, { tagUuids: [c, b] });
  expect(body.data.tagUuids).toEqual([b, c]);
  expect([await groupOf(a), await groupOf(b), await groupOf(c)]).toEqual([null, group.id, group.id]);
  expect((await change((await makeGroup('Takes over')).id, { tagUuids: [a] })).status).toBe(200);
});

test.each([[[]], [null]])('tagUuids %j empties the group', async (tagUuids) => {
  const tag = await makeTag(`Emptied ${tagUuids}`);
  const group = await makeGroup(`To empty ${tagUuids}`, [tag]);
  const { body } = await change(group.id, { tagUuids });
  expect(body.data).toMatchObject({ tagUuids: [], tags: [] });
  expect(await groupOf(tag)).toBeNull();
});

test('a tag that is in another group is refused, and nothing is changed', async () => {
  const [taken, own] = [await makeTag('Taken'), await makeTag('Own')];
  await makeGroup('Has it', [taken]);
  const group = await makeGroup('Wants it', [own]);
  const refused = await change(group.id, { name: 'Renamed', tagUuids: [taken] });
  expect([refused.status, refused.body.code]).toEqual([400, 'TAG_IN_ANOTHER_GROUP']);
  expect(refused.body.details.references).toEqual([{ field: 'tagUuids[0]', uuid: taken }]);
  expect((await server.strict.get(`/tags/groups/${group.id}`)).body.data).toEqual(group);
});

test('of many who put one tag into their groups at once, exactly one wins', async () => {
  const tag = await makeTag('Wanted by many');
  const groups = await Promise.all(Array.from({ length: 6 }, (_, index) => makeGroup(`Wants ${index}`)));
  const answers = await Promise.all(groups.map(({ id }) => change(id, { tagUuids: [tag] })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'TAG_IN_ANOTHER_GROUP')).toHaveLength(5);
  const { tagGroups } = (await server.strict.get('/tags/groups', { search: 'Wants', limit: '100' })).body
    .data;
  const having = tagGroups.filter(({ tagUuids }: { tagUuids: string[] }) => tagUuids.includes(tag));
  expect(having).toMatchObject([{ id: await groupOf(tag) }]);
});

test('two groups that exchange their tags at once do not wait for each other', async () => {
  const [a, b] = [await makeTag('Exchange A'), await makeTag('Exchange B')];
  const [first, second] = [await makeGroup('Exchange 1', [a]), await makeGroup('Exchange 2', [b])];
  const answers = await Promise.all([
    change(first.id, { tagUuids: [b, a] }),
    change(second.id, { tagUuids: [a, b] }),
  ]);
  expect(answers.map(({ body }) => body.code)).toEqual(['TAG_IN_ANOTHER_GROUP', 'TAG_IN_ANOTHER_GROUP']);
});

test('a name that another group has is refused, in another case of its own it is not', async () => {
  await makeGroup('Taken name');
  const group = await makeGroup('Mine');
  const refused = await change(group.id, { name: 'TAKEN NAME', tagUuids: [UNKNOWN_UUID] });
  expect(errorCodes(refused.body)).toEqual({ name: 'DUPLICATE_NAME', 'tagUuids[0]': 'TAG_NOT_FOUND' });
  expect((await change(group.id, { name: 'MINE' })).body.data.name).toBe('MINE');
});

test('a change that changes nothing leaves no trace', async () => {
  const tag = await makeTag('Unmoved');
  const group = await makeGroup('Unchanged', [tag]);
  for (const body of [{}, { name: 'Unchanged' }, { tagUuids: [tag, tag] }])
    expect((await change(group.id, body)).body.data).toEqual(group);
  const { rows } = await server.owner.query('SELECT action FROM audit_log WHERE entity_id = $1', [group.id]);
  expect(rows).toEqual([{ action: 'created' }]);
});

test('an update says in the audit log what was before, of the group and of each tag that moved', async () => {
  const [leaves, comes] = [await makeTag('Leaves'), await makeTag('Comes')];
  const group = await makeGroup('Audited', [leaves]);
  await change(group.id, { name: 'Audited after', tagUuids: [comes] });
  const { rows } = await server.owner.query(
    `SELECT entity_id, changes FROM audit_log WHERE entity_id = ANY ($1) AND action = 'updated' ORDER BY recorded_at`,
    [[group.id, leaves, comes]],
  );
  const changes = Object.fromEntries(rows.slice(1).map((row) => [row.entity_id, row.changes]));
  expect(changes).toEqual({
    [group.id]: {
      name: { from: 'Audited', to: 'Audited after' },
      tagUuids: { from: [leaves], to: [comes] },
    },
    [leaves]: { tagGroupUuid: { from: group.id, to: null } },
    [comes]: { tagGroupUuid: { from: null, to: group.id } },
  });
});

test('a repeat under the same Idempotency-Key changes nothing that came after', async () => {
  const group = await makeGroup('Repeated');
  const headers = { 'idempotency-key': 'update-group-1' };
  const path = `/tags/groups/${group.id}`;
  const first = await server.strict.patch(path, { name: 'Repeated 1' }, { headers });
  await change(group.id, { name: 'Repeated 2' });
  expect((await server.strict.patch(path, { name: 'Repeated 1' }, { headers })).body).toEqual(first.body);
  expect((await server.strict.get(path)).body.data.name).toBe('Repeated 2');
});

test('every bad field is named at once', async () => {
  const group = await makeGroup('Sound');
  const { status, body } = await change(group.id, { name: null, color: 7, tagUuids: ['x'] });
  expect(status).toBe(400);
  expect(errorCodes(body)).toEqual({
    name: 'REQUIRED',
    color: 'INVALID_TYPE',
    'tagUuids[0]': 'INVALID_UUID',
  });
});
