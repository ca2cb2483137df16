import type { Database } from '../../platform/database/database.ts';

/**
 * Sets where a sign-in with a partner app may send people back to, in place of what was registered before.
 *
 * @param redirectUris without a query (reference 2.1)
 */
export async function registerRedirectUris(
  database: Database,
  partnerAppId: string,
  redirectUris: readonly string[],
): Promise<void> {
  await database.unfenced((transaction) =>
    transaction.query('UPDATE partner_app SET redirect_uris = $2 WHERE id = $1 AND redirect_uris <> $2', [
      partnerAppId,
      redirectUris,
    ]),
  );
}
