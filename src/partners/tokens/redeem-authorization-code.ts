import type { Database } from '../../platform/database/database.ts';
import { startTokenFamily, type TokenPair } from './issue-token-pair.ts';
import { revokeTokenFamily } from './revoke-token-family.ts';
import { hashToken } from './token.ts';

interface Row {
  readonly workspace_id: string;
  readonly person_id: string;
  readonly family_id: string | null;
  readonly expired: boolean;
}

/**
 * Exchanges a code for the first pair of a new family. Of two who come with the same code the second gets nothing and
 * the first loses what it got: one of them is a thief (RFC 6749 4.1.2).
 *
 * @returns undefined where the code is unknown, expired, used, or another app's
 */
export async function redeemAuthorizationCode(
  database: Database,
  partnerAppId: string,
  code: string,
): Promise<TokenPair | undefined> {
  const codeHash = hashToken(code);
  return database.unfenced(async (transaction) => {
    const [row] = await transaction.query<Row>(
      `SELECT workspace_id, person_id, family_id, expires_at <= clock_timestamp() AS expired
         FROM authorization_code WHERE code_hash = $1 AND partner_app_id = $2 FOR UPDATE`,
      [codeHash, partnerAppId],
    );
    if (!row) return undefined;
    if (row.family_id !== null) {
      // Answered, not thrown: the revocation must be committed.
      await revokeTokenFamily(transaction, row.family_id, 'its authorization code was used twice');
      return undefined;
    }
    if (row.expired) return undefined;
    const consent = { partnerAppId, workspaceId: row.workspace_id, personId: row.person_id };
    const { familyId, pair } = await startTokenFamily(transaction, consent);
    await transaction.query('UPDATE authorization_code SET family_id = $2 WHERE code_hash = $1', [
      codeHash,
      familyId,
    ]);
    return pair;
  });
}
