import type { Database } from '../../platform/database/database.ts';
import { decryptClientSecret, encryptClientSecret, makeClientSecret } from './client-secret.ts';

/**
 * Gives an app a new secret in place of the old one, which servers that run accept for up to 10 seconds more.
 *
 * @returns the new secret, told this once; undefined where there is no app of this client id
 */
export async function rotateClientSecret(
  database: Database,
  secretKey: Buffer,
  clientId: string,
): Promise<string | undefined> {
  const clientSecret = makeClientSecret();
  return database.unfenced(async (transaction) => {
    const [app] = await transaction.query<{ id: string }>(
      'SELECT id FROM partner_app WHERE client_id = $1 FOR UPDATE',
      [clientId],
    );
    if (!app) return undefined;
    await transaction.query('UPDATE partner_app SET secret = $2 WHERE id = $1', [
      app.id,
      encryptClientSecret(secretKey, app.id, clientSecret),
    ]);
    return clientSecret;
  });
}

/**
 * Makes sure that a server key is the one that the secrets of this database are encrypted with: a secret encrypted with
 * another would open for no server.
 *
 * @throws Error where the newest secret does not open with it
 */
export async function checkServerKey(database: Database, secretKey: Buffer): Promise<void> {
  const [app] = await database.unfenced((transaction) =>
    transaction.query<{ id: string; secret: Buffer }>(
      'SELECT id, secret FROM partner_app ORDER BY created_at DESC, id DESC LIMIT 1',
    ),
  );
  if (!app) return;
  try {
    decryptClientSecret(secretKey, app.id, app.secret);
  } catch (cause) {
    throw new Error(
      'This is not the server key that the secrets of the database are encrypted with: set RECOUNT_SECRET_KEY as it was, ' +
        'or put secret.key back into the data directory as it was backed up with the database.',
      { cause },
    );
  }
}
