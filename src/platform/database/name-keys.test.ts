import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';

let server: TestServer;
let other: TestWorkspace;
let subTypeId: number;

beforeAll(async () => {
  server = await startTestServer();
  other = await server.addWorkspace();
  const { body } = await server.strict.get('/account-sub-types', { type: 'Expenses' });
  subTypeId = body.data.accountSubTypes[0].id;
});
afterAll(() => server.close());

const NAMED = {
  '/chart-of-accounts': (name: string) => ({ name, subTypeId }),
  '/tags': (name: string) => ({ name }),
  '/tags/groups': (name: string) => ({ name }),
  '/taxes': (name: string) => ({ name, percentage: 5 }),
} as const;

describe.each(Object.entries(NAMED))('a name of %s', (path, body) => {
  it('is one name whatever blanks are in it, and is kept as it came', async () => {
    const name = `  Office \t rent of ${path} `;
    const made = await server.strict.post(path, body(name));
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(made.body.data.name).toBe(name);
    for (const same of [`office rent of ${path}`, ` Office  rent of ${path}`, `OFFICE\u00a0RENT OF ${path}`])
      expect((await server.strict.post(path, body(same))).body, same).toMatchObject({
        statusCode: 400,
        code: 'DUPLICATE_NAME',
      });
    expect((await other.strict.post(path, body(name))).status).toBe(201);
    const { uuid } = (await server.strict.post(path, body(`Other of ${path}`))).body.data;
    const renamed = await server.strict.patch(`${path}/${uuid}`, { name: `Office rent  of ${path}` });
    expect(renamed.body).toMatchObject({ statusCode: 400, code: 'DUPLICATE_NAME' });
    const found = await server.strict.get(path, { search: `office  RENT of ${path}` });
    expect(JSON.stringify(found.body.data)).toContain(made.body.data.uuid);
  });

  it('is given to one of several that ask for it at once', async () => {
    const answers = await Promise.all(
      ['Race', ' Race', 'Race ', 'race\n'].map((name) => server.strict.post(path, body(name))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400]);
  });
});

describe('a look-up by name', () => {
  it('disregards blanks', async () => {
    await server.strict.post('/tags', { name: 'West   coast' });
    const tags = await server.strict.get('/tags/find-by-name', { name: ' west coast ' });
    expect(tags.body.data.tags).toMatchObject([{ name: 'West   coast' }]);
  });
});

describe('the names of a database that told them apart by blanks', () => {
  const TABLES = { account: '/chart-of-accounts', tag: '/tags', tag_group: '/tags/groups', tax: '/taxes' };
  const MIGRATION = new URL('./migrations/0054_name_keys.sql', import.meta.url);

  it.each(Object.entries(TABLES))(
    'have one key each in %s, but where that would meet another',
    async (table, path) => {
      const make = async (name: string, key: string) => {
        const created = await server.strict.post(path, NAMED[path as keyof typeof NAMED](name));
        const { uuid } = created.body.data;
        const update = `UPDATE ${table} SET name = $2, name_key = $3 WHERE id = $1`;
        await server.owner.query(update, [uuid, key, key.toLowerCase()]);
        return uuid as string;
      };
      const plain = await make('First', 'Meets');
      const meeting = await make('Second', ' Meets');
      const free = await make('Third', ' Free \t name ');
      const later = await make('Fourth', 'Free  name');
      await server.owner.query(readFileSync(MIGRATION, 'utf8'));
      const { rows } = await server.owner.query(`SELECT id, name_key FROM ${table} WHERE id = ANY ($1)`, [
        [plain, meeting, free, later],
      ]);
      expect(new Map(rows.map(({ id, name_key }) => [id, name_key]))).toEqual(
        new Map([
          [plain, 'meets'],
          [meeting, ' meets'],
          [free, 'free name'],
          [later, 'free  name'],
        ]),
      );
      // What met another goes on: its other fields change, and it may have a name of its own.
      const color = await server.strict.patch(
        `${path}/${meeting}`,
        table === 'tax' ? { percentage: 7 } : { color: '#123456' },
      );
      expect(color.status, JSON.stringify(color.body)).toBe(200);
      const renamed = await server.strict.patch(`${path}/${meeting}`, { name: `Own of ${table}` });
      expect(renamed.status, JSON.stringify(renamed.body)).toBe(200);
      const back = await server.strict.patch(`${path}/${meeting}`, { name: 'Meets ' });
      expect(back.body).toMatchObject({ statusCode: 400, code: 'DUPLICATE_NAME' });
    },
  );
});
