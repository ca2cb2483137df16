import type { Database } from '../../platform/database/database.ts';
import { sealWorkspace } from './seal-workspace.ts';

export interface Sealer {
  /** Asks for a look now instead of at the next interval. */
  nudge(): void;
  stop(): Promise<void>;
}

/** How long an entry may wait for its seal; ledger.md 7 allows five seconds. */
const INTERVAL = 1000;
/** A nudge waits a little, so that a burst of postings is sealed in one batch. */
const GATHERING = 200;

/** Seals what is posted, in every workspace, until stopped. Several processes may do so at once. */
export function startSealer(database: Database, onError: (error: Error) => void): Sealer {
  let stopped = false;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let due = 0;

  const schedule = (delay: number) => {
    if (stopped) return;
    const wanted = Date.now() + delay;
    if (timer && due <= wanted) return;
    clearTimeout(timer);
    due = wanted;
    timer = setTimeout(look, delay);
    timer.unref();
  };
  const look = () => {
    timer = undefined;
    running = sealAll(database, onError)
      .catch(onError)
      .finally(() => {
        running = undefined;
        schedule(INTERVAL);
      });
  };
  schedule(INTERVAL);
  return {
    nudge: () => {
      if (!running) schedule(GATHERING);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** A workspace that cannot be sealed is told of, and does not hold up the others. */
async function sealAll(database: Database, onError: (error: Error) => void): Promise<void> {
  const workspaces = await database.unfenced((transaction) =>
    transaction.query<{ workspace_id: string }>(
      'SELECT workspace_id FROM unsealed_entry UNION SELECT workspace_id FROM untotalled_allocation',
    ),
  );
  for (const { workspace_id: workspaceId } of workspaces) {
    await sealWorkspace(database, workspaceId).catch((error: Error) =>
      onError(new Error(`workspace ${workspaceId} could not be sealed: ${error.message}`, { cause: error })),
    );
  }
}
