import type { Database } from '../../platform/database/database.ts';
import { findServerKey, readServerKey, type ServerKeyPlace } from '../server-key.ts';
import { opensClientSecret } from './client-secret.ts';

const WHAT_TO_DO =
  'set RECOUNT_SECRET_KEY as it was, or put secret.key back into the data directory as it was backed up with the ' +
  'database. Where it is lost for good, `npx recount reset-key` tells how to go on without it.';

/**
 * The server key that the secrets of this database are encrypted with: a secret encrypted with another would open for no
 * server. Where the database holds no secret yet, and there is no key, one is made.
 *
 * @returns 32 bytes
 * @throws Error where there is no key, or the newest secret does not open with it, and as `findServerKey` does
 */
export async function openServerKey(database: Database, place: ServerKeyPlace): Promise<Buffer> {
  const [app] = await database.unfenced((transaction) =>
    transaction.query<{ id: string; secret: Buffer }>(
      'SELECT id, secret FROM partner_app ORDER BY created_at DESC, id DESC LIMIT 1',
    ),
  );
  if (!app) return readServerKey(place);
  const secretKey = await findServerKey(place);
  if (secretKey === undefined)
    throw new Error(
      `The server key that the secrets of the database are encrypted with is missing: ${WHAT_TO_DO}`,
    );
  if (!opensClientSecret(secretKey, app.id, app.secret))
    throw new Error(
      `This is not the server key that the secrets of the database are encrypted with: ${WHAT_TO_DO}`,
    );
  return secretKey;
}
