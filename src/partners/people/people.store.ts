import { randomInt } from 'node:crypto';
import type { Database } from '../../platform/database/database.ts';
import { caseKey } from '../../platform/text.ts';
import type { MemberRole } from './members.store.ts';
import { hashPassword } from './password.ts';

/** A person, and the workspaces that they are in. */
export interface PersonRecord {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly workspaces: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: MemberRole;
  }[];
  readonly createdAt: Date;
}

const PEOPLE = `
  SELECT p.id, p.email, p.name, p.created_at AS "createdAt",
         coalesce(json_agg(json_build_object('id', w.id, 'name', w.name, 'role', m.role) ORDER BY lower(w.name), w.id)
                    FILTER (WHERE w.id IS NOT NULL), '[]') AS workspaces
    FROM person p LEFT JOIN membership m ON m.person_id = p.id LEFT JOIN workspace w ON w.id = m.workspace_id`;

/**
 * The people of a server, by e-mail.
 *
 * @param workspaceId only those in this workspace
 */
export function selectPeople(database: Database, workspaceId?: string): Promise<PersonRecord[]> {
  return database.unfenced((transaction) =>
    transaction.query<PersonRecord>(
      `${PEOPLE} WHERE $1::uuid IS NULL
                    OR EXISTS (SELECT FROM membership o WHERE o.person_id = p.id AND o.workspace_id = $1)
       GROUP BY p.id ORDER BY p.email_key`,
      [workspaceId ?? null],
    ),
  );
}

/** The person of an e-mail, whatever its case. */
export async function selectPerson(database: Database, email: string): Promise<PersonRecord | undefined> {
  const [person] = await database.unfenced((transaction) =>
    transaction.query<PersonRecord>(`${PEOPLE} WHERE p.email_key = $1 GROUP BY p.id`, [caseKey(email)]),
  );
  return person;
}

/** Gives a person a new password. Whoever is on the way to consent with the old one must sign in again. */
export async function setPassword(database: Database, personId: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await database.unfenced(async (transaction) => {
    await transaction.query('UPDATE person SET password_hash = $2 WHERE id = $1', [personId, passwordHash]);
    await transaction.query('DELETE FROM sign_in_session WHERE person_id = $1', [personId]);
  });
}

const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 1024;
/** Without those that are taken for another. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** What is wrong with a new password, as a predicate; undefined where nothing is. Length counts, not kinds of letters (NIST 800-63B). */
export function findPasswordFault(password: string): string | undefined {
  if (password.length < SHORTEST_PASSWORD) return `must be at least ${SHORTEST_PASSWORD} characters long`;
  if (password.length > LONGEST_PASSWORD) return `must be at most ${LONGEST_PASSWORD} characters long`;
  return undefined;
}

/** A password of 100 random bits, to be typed once and then changed or kept. */
export function makePassword(): string {
  const word = () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return [word(), word(), word(), word()].join('-');
}
