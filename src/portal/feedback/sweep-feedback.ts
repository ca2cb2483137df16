import type { Database } from '../../platform/database/database.ts';

/** How much feedback is kept: the newest. */
export const KEPT_FEEDBACK = 10_000;
/** Rows a statement, so that no sweep holds its locks for long. */
const BATCH = 5_000;

/** Deletes the feedback that is older than the newest 10,000. */
export async function sweepFeedback(database: Database, signal?: AbortSignal): Promise<void> {
  let deleted = BATCH;
  while (deleted === BATCH && !signal?.aborted) deleted = await sweepBatch(database);
}

/** @returns how many rows were deleted */
async function sweepBatch(database: Database): Promise<number> {
  const deleted = await database.unfenced((transaction) =>
    transaction.query(
      `DELETE FROM portal_feedback WHERE id IN (
         SELECT id FROM portal_feedback ORDER BY created_at DESC, id DESC OFFSET ${KEPT_FEEDBACK} LIMIT ${BATCH})
       RETURNING 1 AS deleted`,
    ),
  );
  return deleted.length;
}
