import { ApiError } from '../../errors.ts';

/** A file that is kept, and since when. */
export interface StoredFile {
  /** SHA-256 of its bytes, in lower-case hex. */
  readonly sha256: string;
  readonly size: number;
  /** When it was last put there, in milliseconds since 1970. */
  readonly storedAt: number;
}

/** Keeps files under the SHA-256 of their bytes, those of each workspace apart from all others. */
export interface FileStore {
  /** Keeps bytes for good: once it returns, they outlive a crash. Done again, it says that they are wanted again. */
  put(workspaceId: string, sha256: string, bytes: Buffer): Promise<void>;
  /** Undefined where there are none. */
  get(workspaceId: string, sha256: string): Promise<Buffer | undefined>;
  /** How many bytes there are, without reading them; undefined where there are none. */
  sizeOf(workspaceId: string, sha256: string): Promise<number | undefined>;
  remove(workspaceId: string, sha256: string): Promise<void>;
  /** Every file of a workspace, some at a time. */
  list(workspaceId: string): AsyncIterable<readonly StoredFile[]>;
}

/** What a file is named by. */
export const FILE_HASH = /^[0-9a-f]{64}$/;
const WORKSPACE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Throws where a workspace is named by anything but its UUID, which is a path of nobody else's. */
export function assertWorkspace(workspaceId: string): void {
  if (!WORKSPACE.test(workspaceId)) throw new Error('A workspace is named by its UUID.');
}

/** Throws where a file is named by anything but its hash. */
export function assertHash(sha256: string): void {
  if (!FILE_HASH.test(sha256)) throw new Error('A file is named by its SHA-256.');
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
  sizeOf: refuse,
  remove: refuse,
  async *list() {},
};
