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
 * Makes a person who can sign in.
 *
 * @returns the person's id
 * @throws the database's unique_violation (23505) where the e-mail is taken, in any case
 */
export async function createPerson(
  database: Database,
  { email, name, password }: NewPerson,
): Promise<string> {
  const id = uuidv7();
  const passwordHash = await hashPassword(password);
  await database.unfenced((transaction) =>
    transaction.query(
      'INSERT INTO person (id, email, email_key, name, password_hash) VALUES ($1, $2, $3, $4, $5)',
      [id, email, caseKey(email), name, passwordHash],
    ),
  );
  return id;
}

/** Owners do everything, bookkeepers all but closing and reopening the books; auditors look at everything and change nothing. */
export type MemberRole = 'owner' | 'bookkeeper' | 'auditor';

export interface NewMember {
  readonly workspaceId: string;
  readonly personId: string;
  readonly role: MemberRole;
}

/** Lets a person into a workspace; one who is in already takes the new role. */
export async function addMember(
  database: Database,
  { workspaceId, personId, role }: NewMember,
): Promise<void> {
  await database.unfenced((transaction) =>
    transaction.query(
      `INSERT INTO membership (workspace_id, person_id, role) VALUES ($1, $2, $3)
       ON CONFLICT (workspace_id, person_id) DO UPDATE SET role = excluded.role`,
      [workspaceId, personId, role],
    ),
  );
}
