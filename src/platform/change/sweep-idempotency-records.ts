import type { Database } from '../database/database.ts';

/** Rows a statement, so that no sweep holds its locks for long. */
const BATCH = 5_000;

/** Deletes, in every workspace, the idempotency records that are older than the 24 hours in which a key holds. */
export async function sweepIdempotencyRecords(database: Database, signal?: AbortSignal): Promise<void> {
  const workspaces = await database.unfenced((transaction) =>
    transaction.query<{ id: string }>('SELECT id FROM workspace'),
  );
  for (const { id } of workspaces) {
    let deleted = BATCH;
    while (deleted === BATCH && !signal?.aborted) deleted = await sweepBatch(database, id);
  }
}

/** @returns how many rows were deleted */
async function sweepBatch(database: Database, workspaceId: string): Promise<number> {
  const deleted = await database.transaction({ workspaceId }, (transaction) =>
    transaction.query(
      `DELETE FROM idempotency_record WHERE workspace_id = $1 AND (partner_app_id, key) IN (
         SELECT partner_app_id, key FROM idempotency_record
          WHERE workspace_id = $1 AND created_at < clock_timestamp() - interval '24 hours' LIMIT ${BATCH})
       RETURNING 1 AS deleted`,
      [workspaceId],
    ),
  );
  return deleted.length;
}
