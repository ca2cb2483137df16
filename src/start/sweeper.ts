import { sweepExpired } from '../partners/index.ts';
import type { Database } from '../platform/database/database.ts';

export interface Sweeper {
  stop(): Promise<void>;
}

const FIRST_SWEEP = 60_000;
const INTERVAL = 60 * 60_000;
/** Rows a statement, so that no sweep holds its locks for long. */
const BATCH = 5_000;

/** Deletes, every hour, what has expired: tokens, codes, signatures, idempotency records. */
export function startSweeper(database: Database, onError: (error: Error) => void): Sweeper {
  let stopped = false;
  let running: Promise<void> | undefined;
  let timer = setTimeout(sweep, FIRST_SWEEP).unref();

  function sweep(): void {
    running = sweepAll(database, () => stopped)
      .catch((error: Error) => void (stopped || onError(error)))
      .finally(() => {
        running = undefined;
        if (!stopped) timer = setTimeout(sweep, INTERVAL).unref();
      });
  }
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

async function sweepAll(database: Database, isStopped: () => boolean): Promise<void> {
  await sweepExpired(database);
  const workspaces = await database.unfenced((transaction) =>
    transaction.query<{ id: string }>('SELECT id FROM workspace'),
  );
  for (const { id } of workspaces) {
    if (isStopped()) return;
    await sweepIdempotencyRecords(database, id);
  }
}

/**
 * Deletes the idempotency records of a workspace that are older than the 24 hours in which a key holds.
 *
 * @returns how many
 */
export async function sweepIdempotencyRecords(database: Database, workspaceId: string): Promise<number> {
  for (let total = 0; ; ) {
    const deleted = await database.transaction({ workspaceId }, (transaction) =>
      transaction.query(
        `DELETE FROM idempotency_record WHERE workspace_id = $1 AND (partner_app_id, key) IN (
           SELECT partner_app_id, key FROM idempotency_record
            WHERE workspace_id = $1 AND created_at < clock_timestamp() - interval '24 hours' LIMIT ${BATCH})
         RETURNING 1 AS deleted`,
        [workspaceId],
      ),
    );
    total += deleted.length;
    if (deleted.length < BATCH) return total;
  }
}
