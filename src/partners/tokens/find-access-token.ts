import type { Database } from '../../platform/database/database.ts';
import type { MemberRole } from '../people/members.store.ts';

/** What an access token opens, and what may stand in its way. */
export interface AccessToken {
  readonly partnerAppId: string;
  readonly workspaceId: string;
  readonly personId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly revoked: boolean;
  /** Of the person who consented; null where that person has left the workspace. */
  readonly role: MemberRole | null;
}

interface Row {
  readonly partner_app_id: string;
  readonly workspace_id: string;
  readonly person_id: string;
  readonly expires_at: Date;
  readonly revoked: boolean;
  readonly role: MemberRole | null;
}

/** Looks an access token up by its hash. */
export async function findAccessToken(
  database: Database,
  tokenHash: Buffer,
): Promise<AccessToken | undefined> {
  const [row] = await database.unfenced((transaction) =>
    transaction.query<Row>(
      `SELECT f.partner_app_id, f.workspace_id, f.person_id, t.expires_at, f.revoked_at IS NOT NULL AS revoked,
              (SELECT m.role FROM membership m
                WHERE m.workspace_id = f.workspace_id AND m.person_id = f.person_id) AS role
         FROM access_token t JOIN token_family f ON f.id = t.family_id
        WHERE t.token_hash = $1`,
      [tokenHash],
      'find-access-token',
    ),
  );
  if (!row) return undefined;
  return {
    partnerAppId: row.partner_app_id,
    workspaceId: row.workspace_id,
    personId: row.person_id,
    expiresAt: row.expires_at.getTime(),
    revoked: row.revoked,
    role: row.role,
  };
}
