import { createHash } from 'node:crypto';
import { ApiError } from '../../errors.ts';
import type { ChangeContext } from '../change/change.ts';
import type { Database } from '../database/database.ts';
import type { Caller, RawRequest } from './endpoint.ts';

/**
 * The Idempotency-Key of a request, with the hash of what is asked for under it; undefined where there is none.
 *
 * @throws ApiError INVALID_IDEMPOTENCY_KEY
 */
export function readIdempotencyKey(raw: RawRequest): ChangeContext['idempotency'] {
  const key = raw.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    const message = 'Idempotency-Key must be 1 to 255 visible characters.';
    const errors = [{ field: 'Idempotency-Key', code: 'INVALID_IDEMPOTENCY_KEY', message }] as const;
    throw new ApiError('INVALID_IDEMPOTENCY_KEY', { errors });
  }
  const hash = createHash('sha256').update(`${raw.method}\n${raw.path}\n`);
  // An empty body is `{}` (reference 1.3).
  return { key, requestHash: hash.update(raw.body?.length ? raw.body : '{}').digest('hex') };
}

/** What was asked for under a key that still holds; undefined where there is none. */
export async function findRequestHash(
  database: Database,
  caller: Pick<Caller, 'workspaceId' | 'app'>,
  key: string,
): Promise<string | undefined> {
  const [record] = await database.read(caller.workspaceId, (transaction) =>
    transaction.query<{ request_hash: string }>(
      `SELECT encode(request_hash, 'hex') AS request_hash FROM idempotency_record
        WHERE workspace_id = $1 AND partner_app_id = $2 AND key = $3
          AND created_at > clock_timestamp() - interval '24 hours'`,
      [caller.workspaceId, caller.app.id, key],
    ),
  );
  return record?.request_hash;
}
