import { ApiError } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Caller, RawRequest } from '../../platform/http/endpoint.ts';
import { findRequestHash, readIdempotencyKey } from '../../platform/http/idempotency-key.ts';

/**
 * Whether a request whose signature was seen before repeats one that took effect under its Idempotency-Key: it gets the stored
 * answer, and takes no effect. The key itself is not signed, so that one which nothing is stored under makes no replay harmless.
 *
 * @throws ApiError IDEMPOTENCY_IN_PROGRESS while the first is under way
 */
export async function isAnswered(database: Database, caller: Caller, raw: RawRequest): Promise<boolean> {
  const idempotency = readIdempotencyKey(raw);
  if (!idempotency) return false;
  const { key, requestHash } = idempotency;
  const known = await findRequestHash(database, caller, key);
  if (known === undefined && (await isUnderWay(database, caller, key)))
    throw new ApiError('IDEMPOTENCY_IN_PROGRESS', { headers: { 'retry-after': '1' } });
  return known === requestHash;
}

/** Whether somebody holds the lock of a key (`claim_idempotency_key`). Looked for and not tried, so that nobody is kept from it. */
async function isUnderWay(database: Database, { workspaceId, app }: Caller, key: string): Promise<boolean> {
  const [held] = await database.read(workspaceId, (transaction) =>
    transaction.query(
      `SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 1 AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND classid::bigint << 32 | objid::bigint = hashtextextended($1 || $2 || $3, 0)`,
      [workspaceId, app.id, key],
    ),
  );
  return held !== undefined;
}
