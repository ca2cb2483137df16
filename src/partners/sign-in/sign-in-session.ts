import type { Database } from '../../platform/database/database.ts';
import { hashToken } from '../tokens/token.ts';

/** Who has signed in, on the way to consent. */
export interface SignedInPerson {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
}

/** How long the way from password to consent may take, in seconds. */
export const SESSION_LIFETIME = 15 * 60;

/** Remembers that the browser with this token has given a person's password. */
export async function startSession(database: Database, token: string, personId: string): Promise<void> {
  await database.unfenced((transaction) =>
    transaction.query(
      `INSERT INTO sign_in_session (token_hash, person_id, expires_at)
       VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3))`,
      [hashToken(token), personId, SESSION_LIFETIME],
    ),
  );
}

/** The person whose password the browser with this token has given; undefined for nobody, or too long ago. */
export async function findSession(database: Database, token: string): Promise<SignedInPerson | undefined> {
  const [row] = await database.unfenced((transaction) =>
    transaction.query<{ person_id: string; name: string; email: string }>(
      `SELECT p.id AS person_id, p.name, p.email FROM sign_in_session s JOIN person p ON p.id = s.person_id
        WHERE s.token_hash = $1 AND s.expires_at > clock_timestamp()`,
      [hashToken(token)],
    ),
  );
  return row && { personId: row.person_id, name: row.name, email: row.email };
}

/**
 * Ends a session.
 *
 * @param grace seconds for which it goes on: who presses a button twice sends two requests, of which the browser
 *   follows the second
 */
export async function endSession(database: Database, token: string, grace = 0): Promise<void> {
  await database.unfenced((transaction) =>
    transaction.query(
      `UPDATE sign_in_session SET expires_at = least(expires_at, clock_timestamp() + make_interval(secs => $2))
        WHERE token_hash = $1`,
      [hashToken(token), grace],
    ),
  );
}
