import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const KEY_FILE = 'secret.key';
const KEY_BYTES = 32;
const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/** Where the server key is configured, or kept. */
export interface ServerKeyPlace {
  readonly secretKey?: string | undefined;
  readonly dataDirectory: string;
}

/**
 * The key that client secrets are encrypted with: RECOUNT_SECRET_KEY, or `<data directory>/secret.key`.
 *
 * @returns 32 bytes; undefined where there is none
 * @throws Error when the key is not 32 bytes in base64, base64url or hex, or the file cannot be read
 */
export async function findServerKey({
  secretKey,
  dataDirectory,
}: ServerKeyPlace): Promise<Buffer | undefined> {
  if (secretKey) return parseKey(secretKey, 'RECOUNT_SECRET_KEY');
  const path = join(dataDirectory, KEY_FILE);
  const text = await readIfPresent(path);
  return text === undefined ? undefined : parseKey(text.trim(), path);
}

/**
 * The key of `findServerKey`, or a new one, readable by its owner alone. Processes that start together agree on one key.
 * Only for a database that holds nothing encrypted with another: `openServerKey` looks first.
 *
 * @throws Error as `findServerKey`, and when the file cannot be made
 */
export async function readServerKey(place: ServerKeyPlace): Promise<Buffer> {
  const found = await findServerKey(place);
  if (found !== undefined) return found;
  const path = join(place.dataDirectory, KEY_FILE);
  return parseKey((await makeKeyFile(place.dataDirectory, path)).trim(), path);
}

/** Whether a text is a server key: 32 bytes in base64, base64url or hex. */
export function isServerKey(text: string): boolean {
  return HEX.test(text) || BASE64.test(text);
}

function parseKey(text: string, source: string): Buffer {
  if (!isServerKey(text)) throw new Error(`${source} must hold 32 bytes in base64 or hex.`);
  // Node reads base64 and base64url alike.
  return Buffer.from(text, HEX.test(text) ? 'hex' : 'base64');
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a whole file aside and links it into place: linking fails where another process was first, and its key counts. */
async function makeKeyFile(directory: string, path: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await file.sync();
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await file.close();
    await unlink(draft);
  }
  return readFile(path, 'utf8');
}
