import type { Database } from '../../platform/database/database.ts';

const BATCH = 500;

/**
 * Seals every entry of a workspace that has no seal: numbers it without a gap, chains its hash, adds it to the totals; and
 * adds to the totals every allocation that is not in them. Leaves at once where another sealer is at work in this workspace.
 *
 * @returns how many entries were sealed
 */
export async function sealWorkspace(database: Database, workspaceId: string): Promise<number> {
  let sealed = 0;
  for (;;) {
    const [row] = await database.transaction({ workspaceId }, (transaction) =>
      transaction.query<{ sealed: number; totalled: number }>(
        'SELECT seal_entries($1, $2) AS sealed, total_allocations($1, $2) AS totalled',
        [workspaceId, BATCH],
        'seal_workspace',
      ),
    );
    sealed += row!.sealed;
    if (row!.sealed < BATCH && row!.totalled < BATCH) return sealed;
  }
}
