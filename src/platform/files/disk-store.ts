import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assertHash, assertWorkspace, FILE_HASH, type FileStore } from './file-store.ts';

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Makes what a directory names outlive a crash. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  await directory.sync().finally(() => directory.close());
}

/**
 * Keeps files in a directory, readable by this user alone: `<directory>/<workspace>/<first two of the hash>/<hash>`. A file is
 * there whole or not at all.
 */
export function createDiskStore(directory: string): FileStore {
  function folderOf(workspaceId: string): string {
    assertWorkspace(workspaceId);
    return join(directory, workspaceId);
  }
  function pathOf(workspaceId: string, sha256: string): string {
    assertHash(sha256);
    return join(folderOf(workspaceId), sha256.slice(0, 2), sha256);
  }
  return {
    async put(workspaceId, sha256, bytes) {
      const path = pathOf(workspaceId, sha256);
      const folder = dirname(path);
      const made = await mkdir(folder, { recursive: true, mode: 0o700 });
      const unfinished = join(folder, `.${randomBytes(8).toString('hex')}`);
      try {
        const file = await open(unfinished, 'wx', 0o600);
        await file
          .writeFile(bytes)
          .then(() => file.sync())
          .finally(() => file.close());
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      await syncDirectory(folder);
      // Of new folders the name too.
      for (let above = folder; made && above !== dirname(made); above = dirname(above))
        await syncDirectory(dirname(above));
      const now = new Date();
      await utimes(path, now, now);
    },
    async get(workspaceId, sha256) {
      return readFile(pathOf(workspaceId, sha256)).catch(unlessMissing);
    },
    async sizeOf(workspaceId, sha256) {
      const found = await stat(pathOf(workspaceId, sha256)).catch(unlessMissing);
      return found?.size;
    },
    async remove(workspaceId, sha256) {
      await rm(pathOf(workspaceId, sha256), { force: true });
    },
    async *list(workspaceId) {
      const folder = folderOf(workspaceId);
      for (const part of (await readdir(folder).catch(unlessMissing)) ?? []) {
        const names = (await readdir(join(folder, part)).catch(unlessMissing)) ?? [];
        const files = await Promise.all(
          names
            .filter((name) => FILE_HASH.test(name))
            .map(async (name) => {
              const found = await stat(join(folder, part, name)).catch(unlessMissing);
              return found && { sha256: name, size: found.size, storedAt: found.mtimeMs };
            }),
        );
        // What has gone in the meantime is no fault.
        yield files.filter((file) => file !== undefined);
      }
    },
  };
}
