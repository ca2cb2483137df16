import type { Database } from '../../platform/database/database.ts';
import { findServerKey, readServerKey, type ServerKeyPlace } from '../server-key.ts';
import { encryptClientSecret, makeClientSecret, opensClientSecret } from './client-secret.ts';

/** An app whose secret the server key does not open. */
export interface LockedApp {
  readonly clientId: string;
  readonly name: string;
  /** One of the demo's. */
  readonly demo: boolean;
}

/** An app with the secret that it was given in place of one that nobody can read any more. */
export interface ResetApp extends LockedApp {
  readonly clientSecret: string;
}

type Row = LockedApp & { readonly id: string; readonly secret: Buffer };

const SELECT_APPS = `SELECT id, client_id AS "clientId", name, demo, secret FROM partner_app ORDER BY created_at, id`;

/**
 * The apps whose secrets do not open with the server key there is: all of them where there is none. Their secrets are all
 * that a database holds encrypted with it.
 */
export async function findLockedApps(database: Database, place: ServerKeyPlace): Promise<LockedApp[]> {
  const secretKey = await findServerKey(place);
  const apps = await database.unfenced((transaction) => transaction.query<Row>(SELECT_APPS));
  return apps
    .filter((app) => isLocked(secretKey, app))
    .map(({ clientId, name, demo }) => ({ clientId, name, demo }));
}

/**
 * Gives each app whose secret does not open with the server key a new one; where there is no key, one is made. All of them
 * or none. Nothing else is touched.
 *
 * @returns the new key, and the apps with their secrets, told this once
 */
export async function resetClientSecrets(
  database: Database,
  place: ServerKeyPlace,
): Promise<{ readonly secretKey: Buffer; readonly apps: readonly ResetApp[] }> {
  const secretKey = await readServerKey(place);
  const apps = await database.unfenced(async (transaction) => {
    const locked = (await transaction.query<Row>(`${SELECT_APPS} FOR UPDATE`)).filter((app) =>
      isLocked(secretKey, app),
    );
    const reset: ResetApp[] = [];
    for (const { id, clientId, name, demo } of locked) {
      const clientSecret = makeClientSecret();
      const secret = encryptClientSecret(secretKey, id, clientSecret);
      await transaction.query('UPDATE partner_app SET secret = $2 WHERE id = $1', [id, secret]);
      reset.push({ clientId, name, demo, clientSecret });
    }
    return reset;
  });
  return { secretKey, apps };
}

const isLocked = (secretKey: Buffer | undefined, { id, secret }: Row): boolean =>
  secretKey === undefined || !opensClientSecret(secretKey, id, secret);
