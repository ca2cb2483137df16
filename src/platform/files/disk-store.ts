import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileStore, StoredFile } from './file-store.ts';

const HASH = /^[0-9a-f]{64}$/;
const WORKSPACE = /^[0-9a-f-]{36}$/;

function isMissing(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ENOENT';
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
    if (!WORKSPACE.test(workspaceId)) throw new Error('A workspace is named by its UUID.');
    return join(directory, workspaceId);
  }
  function pathOf(workspaceId: string, sha256: string): string {
    if (!HASH.test(sha256)) throw new Error('A file is named by its SHA-256.');
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
      return readFile(pathOf(workspaceId, sha256)).catch((error) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
    },
    async remove(workspaceId, sha256) {
      await rm(pathOf(workspaceId, sha256), { force: true });
    },
    async list(workspaceId) {
      const folder = folderOf(workspaceId);
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
        if (isMissing(error)) return [];
        throw error;
      });
      const found: StoredFile[] = [];
      for (const { name, parentPath } of entries.filter(({ name }) => HASH.test(name))) {
        const { mtimeMs } = await stat(join(parentPath, name));
        found.push({ sha256: name, storedAt: mtimeMs });
      }
      return found;
    },
  };
}
