import type { Database } from '../../platform/database/database.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import { findUsedHashes } from './attachments.store.ts';

/** A file is stored before it is recorded: none is a stray before this, in milliseconds. */
const GRACE = 60 * 60_000;
const BATCH = 1_000;

interface Sweep {
  readonly database: Database;
  readonly files: FileStore;
  readonly signal?: AbortSignal;
}

/** Removes, in every workspace, the files that no attachment stands for: of refused requests, and of deleted ones. */
export async function sweepAttachmentFiles({ database, files, signal }: Sweep): Promise<void> {
  const workspaces = await database.unfenced((transaction) =>
    transaction.query<{ id: string }>('SELECT id FROM workspace'),
  );
  for (const { id } of workspaces) {
    const old = (await files.list(id)).filter(({ storedAt }) => storedAt < Date.now() - GRACE);
    for (let start = 0; start < old.length && !signal?.aborted; start += BATCH) {
      const hashes = old.slice(start, start + BATCH).map(({ sha256 }) => sha256);
      const used = await database.read(id, (transaction) => findUsedHashes(transaction, hashes));
      for (const hash of hashes.filter((one) => !used.has(one))) await files.remove(id, hash);
    }
  }
}
