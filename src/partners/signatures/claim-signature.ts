import { ApiError } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';

/**
 * Remembers a signature of an app that refuses replays (reference 2.4). Two equal requests at once: one gets through.
 *
 * @param signature 64 hex digits
 * @throws ApiError REPLAYED_REQUEST where it was seen before
 */
export async function claimSignature(
  database: Database,
  partnerAppId: string,
  signature: string,
): Promise<void> {
  const claimed = await database.unfenced((transaction) =>
    transaction.query(
      `INSERT INTO seen_signature (partner_app_id, signature) VALUES ($1, decode($2, 'hex'))
       ON CONFLICT DO NOTHING RETURNING 1 AS claimed`,
      [partnerAppId, signature],
    ),
  );
  if (claimed.length === 0) throw new ApiError('REPLAYED_REQUEST');
}
