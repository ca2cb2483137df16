import { verify } from '@node-rs/argon2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { createPerson } from './create-person.ts';

let server: TestDatabase;

beforeAll(async () => {
  server = await cloneTestDatabase();
});

afterAll(() => server.close());

test('the password is stored as argon2id and nothing else', async () => {
  const id = await createPerson(server.database, {
    email: 'Zoë@Example.com',
    name: 'Zoë',
    password: 'pa ss',
  });
  const { rows } = await server.owner.query('SELECT * FROM person WHERE id = $1', [id]);
  expect(rows[0]).toMatchObject({ email: 'Zoë@Example.com', email_key: 'zoë@example.com', name: 'Zoë' });
  expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verify(rows[0].password_hash, 'pa ss')).toBe(true);
  expect(await verify(rows[0].password_hash, 'pass')).toBe(false);
});

test('an e-mail belongs to one person, whatever its case', async () => {
  await createPerson(server.database, { email: 'one@example.com', name: 'One', password: 'x' });
  const second = createPerson(server.database, { email: 'ONE@example.com', name: 'Two', password: 'x' });
  await expect(second).rejects.toMatchObject({ code: '23505' });
});
