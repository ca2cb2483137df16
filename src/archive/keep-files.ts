import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { FileStore } from '../platform/files/file-store.ts';
import type { filePart } from './archive-format.ts';
import { ArchiveError } from './read-archive.ts';

/** Puts the files of an archive together from their parts, and keeps those whose bytes have their hash. */
export function createFileKeeper(files: FileStore, workspaceId: string) {
  const kept = new Set<string>();
  let pieces: Buffer[] = [];
  let current: string | undefined;
  return {
    async add({ file, part, of, base64 }: z.output<typeof filePart>): Promise<void> {
      if (file !== current) pieces = [];
      current = file;
      pieces.push(Buffer.from(base64, 'base64'));
      if (pieces.length !== part || part > of)
        throw new ArchiveError(`A part of the file ${file} is missing.`);
      if (part < of) return;
      const bytes = Buffer.concat(pieces);
      pieces = [];
      if (createHash('sha256').update(bytes).digest('hex') !== file)
        throw new ArchiveError(`The file ${file} has another hash than its name.`);
      kept.add(file);
      await files.put(workspaceId, file, bytes);
    },
    /** Throws ArchiveError where one of these, which attachments stand for, was not kept. */
    requireAll(hashes: readonly string[]): void {
      const missing = hashes.find((hash) => !kept.has(hash));
      if (missing !== undefined)
        throw new ArchiveError(`The attached file ${missing} is not in the archive.`);
    },
    /** Takes back what was kept. Nobody else's: the workspace was not there before. */
    async undo(): Promise<void> {
      for (const file of kept) await files.remove(workspaceId, file);
    },
  };
}
