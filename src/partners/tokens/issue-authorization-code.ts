import type { Database } from '../../platform/database/database.ts';
import type { Consent } from './issue-token-pair.ts';
import { hashToken, makeToken } from './token.ts';

/**
 * Issues a code for a consent: single use, good for 10 minutes, for the app it was issued to (reference 2.1).
 *
 * @param consent with the address that the person is sent back to
 */
export async function issueAuthorizationCode(
  database: Database,
  { partnerAppId, workspaceId, personId, redirectUri }: Consent & { readonly redirectUri: string },
): Promise<string> {
  const code = makeToken('code');
  await database.unfenced((transaction) =>
    transaction.query(
      `INSERT INTO authorization_code (code_hash, partner_app_id, workspace_id, person_id, redirect_uri, expires_at)
       VALUES ($1, $2, $3, $4, $5, clock_timestamp() + interval '10 minutes')`,
      [hashToken(code), partnerAppId, workspaceId, personId, redirectUri],
    ),
  );
  return code;
}
