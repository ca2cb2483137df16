import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { createWorkspace } from '../../ledger/workspaces/create-workspace.ts';
import { createPerson } from './create-person.ts';
import { addMember, type MemberRole, removeMember } from './members.store.ts';

let server: TestDatabase;
let workspaceId: string;
let made = 0;

beforeAll(async () => {
  server = await cloneTestDatabase();
  workspaceId = await createWorkspace(server.database, { name: 'W', currency: 'USD' });
});
afterAll(() => server.close());

async function makePerson(): Promise<string> {
  made += 1;
  return createPerson(server.database, { email: `m${made}@example.com`, name: 'M', password: 'x' });
}
const give = (personId: string, role: MemberRole) =>
  addMember(server.database, { workspaceId, personId, role });
const take = (personId: string) => removeMember(server.database, { workspaceId, personId });

async function rolesOf(personId: string): Promise<string[]> {
  const { rows } = await server.owner.query('SELECT role FROM membership WHERE person_id = $1', [personId]);
  return rows.map(({ role }) => role);
}

async function historyOf(personId: string): Promise<unknown[]> {
  const { rows } = await server.owner.query(
    `SELECT action, changes, person_id, via FROM audit_log
      WHERE workspace_id = $1 AND entity_type = 'membership' AND entity_id = $2 ORDER BY id`,
    [workspaceId, personId],
  );
  return rows.map(({ action, changes, person_id, via }) => [action, changes.role, person_id, via]);
}

test('a member who is added again takes the new role', async () => {
  const personId = await makePerson();
  await give(personId, 'auditor');
  await give(personId, 'owner');
  expect(await rolesOf(personId)).toEqual(['owner']);
});

test('the audit log keeps each role that was given, changed and taken, and by whom', async () => {
  const personId = await makePerson();
  await give(personId, 'bookkeeper');
  await give(personId, 'bookkeeper');
  await give(personId, 'owner');
  expect(await take(personId)).toBe(true);
  expect(await take(personId)).toBe(false);
  expect(await rolesOf(personId)).toEqual([]);
  expect(await historyOf(personId)).toEqual([
    ['created', { from: null, to: 'bookkeeper' }, null, 'operator'],
    ['updated', { from: 'bookkeeper', to: 'owner' }, null, 'operator'],
    ['deleted', { from: 'owner', to: null }, null, 'operator'],
  ]);
});

test('roles that are given at once follow one another in the audit log', async () => {
  const personId = await makePerson();
  const roles: MemberRole[] = ['owner', 'auditor', 'bookkeeper', 'owner', 'auditor'];
  await Promise.all(roles.map((role) => give(personId, role)));
  const history = (await historyOf(personId)) as [string, { from: string | null; to: string | null }][];
  const [held] = await rolesOf(personId);
  expect(history.filter(([action]) => action === 'created')).toHaveLength(1);
  for (const role of new Set(roles)) {
    const count = (side: 'from' | 'to') => history.filter(([, change]) => change[side] === role).length;
    expect(count('to') - count('from')).toBe(role === held ? 1 : 0);
  }
});
