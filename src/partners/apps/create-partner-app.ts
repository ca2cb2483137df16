import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../platform/database/database.ts';
import { encryptClientSecret, makeClientSecret } from './client-secret.ts';

export interface NewPartnerApp {
  readonly name: string;
  /** Where sign-in may send people back to: exact addresses or prefixes, without query (reference 2.1). */
  readonly redirectUris?: readonly string[];
  /** Which of the seven fields of create-invoice may be missing (reference 1.1). Default: strict. */
  readonly validation?: 'strict' | 'lenient';
  /** Refuses a mutation whose signature was seen before (reference 2.4). Default: false. */
  readonly rejectReplays?: boolean;
  /** How many requests a minute it may send; null, the default: as many as the server's setting says; 0: any number. */
  readonly rateLimit?: number | null;
  /** One of the demo's apps. Default: false. */
  readonly demo?: boolean;
}

export interface PartnerAppCredentials {
  readonly id: string;
  readonly clientId: string;
  /** Told this once; kept encrypted. */
  readonly clientSecret: string;
}

/**
 * Registers a partner app with a new client id and secret.
 *
 * @param secretKey the server key that the secret is encrypted with, 32 bytes
 */
export async function createPartnerApp(
  database: Database,
  secretKey: Buffer,
  app: NewPartnerApp,
): Promise<PartnerAppCredentials> {
  const id = uuidv7();
  const clientId = `rc_id_${randomBytes(16).toString('hex')}`;
  const clientSecret = makeClientSecret();
  await database.unfenced((transaction) =>
    transaction.query(
      `INSERT INTO partner_app (id, client_id, name, secret, redirect_uris, validation, reject_replays, rate_limit, demo)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        clientId,
        app.name,
        encryptClientSecret(secretKey, id, clientSecret),
        app.redirectUris ?? [],
        app.validation ?? 'strict',
        app.rejectReplays ?? false,
        app.rateLimit ?? null,
        app.demo ?? false,
      ],
    ),
  );
  return { id, clientId, clientSecret };
}
