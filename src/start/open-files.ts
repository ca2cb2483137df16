import { join } from 'node:path';
import type { Config } from '../config.ts';
import { createDiskStore } from '../platform/files/disk-store.ts';
import type { FileStore } from '../platform/files/file-store.ts';

/** Opens the place for files that the configuration names: a bucket, or a folder of the data directory. */
export async function openFileStore(
  { filesUrl, dataDirectory }: Pick<Config, 'filesUrl' | 'dataDirectory'>,
  onStop: (close: () => Promise<unknown>) => void,
): Promise<FileStore & { checkReady?(): Promise<void> }> {
  if (filesUrl === undefined) return createDiskStore(join(dataDirectory, 'files'));
  // Only here, since it takes as long to load as the rest of the server.
  const { createS3Store } = await import('../platform/files/s3-store.ts');
  const store = createS3Store(filesUrl);
  onStop(async () => store.close());
  return store;
}
