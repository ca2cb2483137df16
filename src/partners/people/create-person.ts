import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../platform/database/database.ts';
import { caseKey } from '../../platform/text.ts';
import { hashPassword } from './password.ts';

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/**
 * Makes a person who can sign in. Who came with an archive and has no password yet is the same person.
 *
 * @returns the person's id
 * @throws the database's unique_violation (23505) where the e-mail is taken, in any case
 */
export async function createPerson(
  database: Database,
  { email, name, password }: NewPerson,
): Promise<string> {
  const passwordHash = await hashPassword(password);
  const values = [email, caseKey(email), name, passwordHash];
  return database.unfenced(async (transaction) => {
    const [known] = await transaction.query<{ id: string }>(
      `UPDATE person SET email = $1, name = $3, password_hash = $4
        WHERE email_key = $2 AND password_hash IS NULL RETURNING id`,
      values,
    );
    if (known) return known.id;
    const id = uuidv7();
    await transaction.query(
      'INSERT INTO person (email, email_key, name, password_hash, id) VALUES ($1, $2, $3, $4, $5)',
      [...values, id],
    );
    return id;
  });
}
