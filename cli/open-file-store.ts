import { join } from 'node:path';
import type { Config } from '../src/config.ts';
import { createDiskStore } from '../src/platform/files/disk-store.ts';
import type { FileStore } from '../src/platform/files/file-store.ts';

/** Where the server keeps files. */
export function openFileStore({ dataDirectory }: Config): FileStore {
  return createDiskStore(join(dataDirectory, 'files'));
}
