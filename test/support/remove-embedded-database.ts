import { rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { findClusterHome, nameSharedFolder } from '../../src/platform/database/embedded/cluster-home.ts';
import { findPostmaster } from '../../src/platform/database/embedded/postmaster.ts';

/**
 * Removes a data directory for good, with what is kept of it under /var/lib/recount.
 * @throws when its PostgreSQL still runs
 */
export async function removeEmbeddedDatabase(dataDirectory: string): Promise<void> {
  const home = await findClusterHome(dataDirectory);
  if (home !== null) {
    const running = await findPostmaster(home);
    if (running !== null)
      throw new Error(`PostgreSQL (process ${running.pid}) still runs in ${home.cluster}.`);
    const shared = nameSharedFolder(home.key);
    await rm(shared, { recursive: true, force: true });
    // Only when it was the last one.
    await rmdir(dirname(shared)).catch(() => {});
  }
  await rm(dataDirectory, { recursive: true, force: true });
}
