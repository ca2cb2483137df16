import type { Database } from '../../platform/database/database.ts';

/** Rows a statement, so that no sweep holds its locks for long. */
const BATCH = 5_000;

/** What may go: the table, its key, and since when its rows say nothing more. */
const SWEEPS = [
  { table: 'sign_in_session', key: 'ctid', expired: 'expires_at < clock_timestamp()' },
  { table: 'password_guess', key: 'ctid', expired: 'window_ends_at < clock_timestamp()' },
  { table: 'seen_signature', key: 'ctid', expired: `seen_at < clock_timestamp() - interval '10 minutes'` },
  { table: 'rate_limit_lease', key: 'ctid', expired: `used_until < clock_timestamp() - interval '1 minute'` },
  // A used code is remembered for a day after it expired, so that its second use still tells of a theft.
  { table: 'authorization_code', key: 'ctid', expired: `expires_at < clock_timestamp() - interval '1 day'` },
  { table: 'refresh_token', key: 'ctid', expired: `expires_at < clock_timestamp()` },
  // An expired access token is remembered as long as there may be something to refresh it with: a client that comes
  // back after weeks must read "expired", and refresh, not "invalid".
  { table: 'access_token', key: 'ctid', expired: `expires_at < clock_timestamp() - interval '90 days'` },
  {
    table: 'token_family',
    key: 'id',
    expired: `created_at < clock_timestamp() - interval '90 days'
      AND NOT EXISTS (SELECT FROM refresh_token t WHERE t.family_id = token_family.id)
      AND NOT EXISTS (SELECT FROM access_token t WHERE t.family_id = token_family.id)
      AND NOT EXISTS (SELECT FROM authorization_code c WHERE c.family_id = token_family.id)`,
  },
] as const;

/**
 * Deletes tokens, codes, seen signatures, counted requests and guesses, sign-in sessions and token families that nothing
 * can come of any more. Safe to run in several processes at once, and at any time; every few minutes is enough.
 *
 * @returns how many rows were deleted
 */
export async function sweepExpired(database: Database): Promise<number> {
  let total = 0;
  for (const sweep of SWEEPS) {
    let deleted: number;
    do {
      deleted = await sweepBatch(database, sweep);
      total += deleted;
    } while (deleted === BATCH);
  }
  return total;
}

async function sweepBatch(
  database: Database,
  { table, key, expired }: (typeof SWEEPS)[number],
): Promise<number> {
  const rows = await database.unfenced((transaction) =>
    transaction.query(
      `DELETE FROM ${table} WHERE ${key} = ANY (ARRAY(SELECT ${key} FROM ${table} WHERE ${expired} LIMIT ${BATCH}))
       RETURNING 1 AS deleted`,
    ),
  );
  return rows.length;
}
