import type { Database } from '../../platform/database/database.ts';
import type { SignedApp } from '../../platform/http/endpoint.ts';
import { decryptClientSecret } from './client-secret.ts';

/** A partner app with what its signatures are checked by. */
export interface PartnerApp {
  readonly app: SignedApp;
  readonly clientSecret: string;
  readonly active: boolean;
  readonly rejectReplays: boolean;
  /** How many requests a minute it may send; null: as many as the server's setting says, 0: any number. */
  readonly rateLimit: number | null;
  /** Whether it is one of the demo's. */
  readonly demo: boolean;
}

interface Row {
  readonly id: string;
  readonly client_id: string;
  readonly name: string;
  readonly secret: Buffer;
  readonly validation: 'strict' | 'lenient';
  readonly reject_replays: boolean;
  readonly status: 'active' | 'disabled';
  readonly rate_limit: number | null;
  readonly demo: boolean;
}

/**
 * Looks a partner app up by its client id.
 *
 * @throws Error when its secret does not open with this server key
 */
export async function findPartnerApp(
  database: Database,
  secretKey: Buffer,
  clientId: string,
): Promise<PartnerApp | undefined> {
  const [row] = await database.unfenced((transaction) =>
    transaction.query<Row>(
      `SELECT id, client_id, name, secret, validation, reject_replays, status, rate_limit, demo
         FROM partner_app WHERE client_id = $1`,
      [clientId],
      'find-partner-app',
    ),
  );
  if (!row) return undefined;
  return {
    app: { id: row.id, clientId: row.client_id, name: row.name, validation: row.validation },
    clientSecret: decryptClientSecret(secretKey, row.id, row.secret),
    active: row.status === 'active',
    rejectReplays: row.reject_replays,
    rateLimit: row.rate_limit,
    demo: row.demo,
  };
}
