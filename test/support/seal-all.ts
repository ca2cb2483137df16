import { setTimeout as sleep } from 'node:timers/promises';
import { sealWorkspace } from '../../src/ledger/seals/seal-workspace.ts';
import type { Database } from '../../src/platform/database/database.ts';

/** Seals a workspace, and waits until all of it is sealed: the server's own sealer may be at it, and then this one leaves. */
export async function sealAll(database: Database, workspaceId: string): Promise<void> {
  for (;;) {
    await sealWorkspace(database, workspaceId);
    const left = await database.read(workspaceId, (transaction) =>
      transaction.query('SELECT FROM unsealed_entry WHERE workspace_id = $1 LIMIT 1', [workspaceId]),
    );
    if (left.length === 0) return;
    await sleep(20);
  }
}
