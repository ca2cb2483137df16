import type { Database } from '../../platform/database/database.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import { findUsedHashes, lockFileForRemoval } from './attachments.store.ts';
import { releaseExpired } from './deleted-attachments.store.ts';

/** A file is stored before it is recorded, so that a young one is most likely wanted: in milliseconds. */
const GRACE = 60 * 60_000;

interface Sweep {
  readonly database: Database;
  readonly files: FileStore;
  readonly signal?: AbortSignal;
}

/**
 * Removes, in every workspace, the files that no attachment stands for: of refused requests, and of deleted ones that no
 * retention holds.
 */
export async function sweepAttachmentFiles({ database, files, signal }: Sweep): Promise<void> {
  const workspaces = await database.unfenced((transaction) =>
    transaction.query<{ id: string }>('SELECT id FROM workspace'),
  );
  for (const { id } of workspaces) {
    if (signal?.aborted) return;
    // Committed before a file is removed, so that what is retained has its file, whatever crashes.
    await database.transaction({ workspaceId: id }, releaseExpired);
    for await (const page of files.list(id)) {
      if (signal?.aborted) return;
      const old = page.filter(({ storedAt }) => storedAt < Date.now() - GRACE).map(({ sha256 }) => sha256);
      const used = await database.read(id, (transaction) => findUsedHashes(transaction, old));
      for (const hash of old.filter((one) => !used.has(one))) {
        if (signal?.aborted) return;
        await removeUnused({ database, files }, id, hash);
      }
    }
  }
}

/** Looks again under the file's lock: whoever records it waits for this, and then stores it anew. */
function removeUnused({ database, files }: Sweep, workspaceId: string, hash: string): Promise<void> {
  return database.transaction({ workspaceId }, async (transaction) => {
    await lockFileForRemoval(transaction, hash);
    // A statement of its own, so that it sees what was committed while the lock was waited for.
    const used = await findUsedHashes(transaction, [hash]);
    if (!used.has(hash)) await files.remove(workspaceId, hash);
  });
}
