import type { Database } from '../../platform/database/database.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { issueTokenPair, type TokenPair } from './issue-token-pair.ts';
import { revokeTokenFamily } from './revoke-token-family.ts';
import { hashToken } from './token.ts';

interface Family {
  readonly family_id: string;
  readonly workspace_id: string;
}

/**
 * Exchanges a refresh token for a new pair of its family (reference 2.2). The old one stays good until a successor has
 * itself been presented here, and for 10 minutes after: an answer may be lost, a client may throw the new pair away, two
 * clients may refresh at once. Presented later than that, it was stolen, by or from whom cannot be told: the whole
 * family is revoked.
 *
 * @returns undefined where the token is unknown, expired, revoked, superseded, another app's, or its person has left
 *   the workspace
 */
export async function rotateRefreshToken(
  database: Database,
  partnerAppId: string,
  refreshToken: string,
): Promise<TokenPair | undefined> {
  const tokenHash = hashToken(refreshToken);
  return database.unfenced(async (transaction) => {
    const family = await lockFamily(transaction, partnerAppId, tokenHash);
    if (!family) return undefined;
    if (await isSuperseded(transaction, tokenHash)) {
      // Answered, not thrown: the revocation must be committed.
      await revokeTokenFamily(transaction, family.family_id, 'a superseded refresh token was presented');
      return undefined;
    }
    await transaction.query(
      'UPDATE refresh_token SET presented_at = clock_timestamp() WHERE token_hash = $1 AND presented_at IS NULL',
      [tokenHash],
    );
    return issueTokenPair(transaction, {
      familyId: family.family_id,
      workspaceId: family.workspace_id,
      predecessorHash: tokenHash,
    });
  });
}

/** Those who refresh in one family go one after the other, so that a revocation leaves no pair behind. */
async function lockFamily(
  transaction: Transaction,
  partnerAppId: string,
  tokenHash: Buffer,
): Promise<Family | undefined> {
  const [family] = await transaction.query<Family>(
    `SELECT f.id AS family_id, f.workspace_id
       FROM refresh_token t JOIN token_family f ON f.id = t.family_id
      WHERE t.token_hash = $1 AND t.expires_at > clock_timestamp()
        AND f.partner_app_id = $2 AND f.revoked_at IS NULL
        AND EXISTS (SELECT FROM membership m WHERE m.workspace_id = f.workspace_id AND m.person_id = f.person_id)
        FOR NO KEY UPDATE OF f`,
    [tokenHash, partnerAppId],
  );
  return family;
}

async function isSuperseded(transaction: Transaction, tokenHash: Buffer): Promise<boolean> {
  const [row] = await transaction.query<{ superseded: boolean | null }>(
    `SELECT min(presented_at) <= clock_timestamp() - interval '10 minutes' AS superseded
       FROM refresh_token WHERE predecessor_hash = $1`,
    [tokenHash],
  );
  return row?.superseded === true;
}
