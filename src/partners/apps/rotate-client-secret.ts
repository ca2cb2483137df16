import type { Database } from '../../platform/database/database.ts';
import { encryptClientSecret, makeClientSecret } from './client-secret.ts';

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
