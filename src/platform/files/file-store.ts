import { ApiError } from '../../errors.ts';

/** A file that is kept, and since when. */
export interface StoredFile {
  /** SHA-256 of its bytes, in lower-case hex. */
  readonly sha256: string;
  /** When it was last put there, in milliseconds since 1970. */
  readonly storedAt: number;
}

/** Keeps files under the SHA-256 of their bytes, those of each workspace apart from all others. */
export interface FileStore {
  /** Keeps bytes for good: once it returns, they outlive a crash. Done again, it says that they are wanted again. */
  put(workspaceId: string, sha256: string, bytes: Buffer): Promise<void>;
  /** Undefined where there are none. */
  get(workspaceId: string, sha256: string): Promise<Buffer | undefined>;
  remove(workspaceId: string, sha256: string): Promise<void>;
  list(workspaceId: string): Promise<StoredFile[]>;
}

const refuse = async (): Promise<never> => {
  const message = 'The request is invalid: this server was started without a place for files.';
  throw new ApiError('NOT_AVAILABLE', {
    message,
    errors: [{ field: 'request', code: 'NOT_AVAILABLE', message }],
  });
};

/** Of a server that was given no place for files: keeps none. */
export const ABSENT_FILE_STORE: FileStore = {
  put: refuse,
  get: refuse,
  remove: refuse,
  list: async () => [],
};
