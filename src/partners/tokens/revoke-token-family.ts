import type { Transaction } from '../../platform/database/transaction.ts';

/**
 * Revokes every token that came of one consent. Access tokens are refused within 10 seconds (they are cached so long),
 * refresh tokens at once.
 *
 * @param reason for those who look into it later; the first one stays
 */
export async function revokeTokenFamily(
  transaction: Transaction,
  familyId: string,
  reason: string,
): Promise<void> {
  await transaction.query(
    `UPDATE token_family SET revoked_at = clock_timestamp(), revoked_reason = $2
      WHERE id = $1 AND revoked_at IS NULL`,
    [familyId, reason],
  );
}
