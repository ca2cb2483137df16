import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { chooseServerRole, SERVER_ROLE } from './server-role.ts';

const unique = randomBytes(4).toString('hex');
const member = `member_${unique}`;
const administrator = `administrator_${unique}`;
const passing = `passing_${unique}`;
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client(inject('cluster').owner);
  await admin.connect();
  await admin.query(`CREATE ROLE ${member} LOGIN PASSWORD 'x'; GRANT ${SERVER_ROLE} TO ${member}`);
  // What PostgreSQL 16 and later give the maker of a role who is no superuser.
  await admin.query(`CREATE ROLE ${administrator} LOGIN PASSWORD 'x' CREATEROLE;
    GRANT ${SERVER_ROLE} TO ${administrator} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`);
  await admin.query(`CREATE ROLE ${passing} LOGIN PASSWORD 'x' BYPASSRLS`);
});
afterAll(async () => {
  await admin.query(`DROP ROLE ${member}, ${administrator}, ${passing}`);
  await admin.end();
});

async function choose(user: string): Promise<string | undefined> {
  const client = new pg.Client({ ...inject('cluster').owner, user, password: 'x' });
  await client.connect();
  try {
    return await chooseServerRole(client);
  } finally {
    await client.end();
  }
}

describe('the role to act as', () => {
  it('is the server’s for a superuser and for who may step into it', async () => {
    expect(await chooseServerRole(admin)).toBe(SERVER_ROLE);
    expect(await choose(member)).toBe(SERVER_ROLE);
  });

  it('is one’s own for who only administers the server’s role and may not step into it', async () => {
    expect(await choose(administrator)).toBeUndefined();
  });

  it('is refused to who can pass the fence and may not step into the server’s role', async () => {
    await expect(choose(passing)).rejects.toThrow('can pass row-level security');
  });
});
