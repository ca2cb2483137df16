import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const KEY_BYTES = 32;
const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/**
 * The key that client secrets are encrypted with: RECOUNT_SECRET_KEY, or `<data directory>/secret.key`, which is made
 * once, readable by its owner alone. Processes that start together agree on one key.
 *
 * @returns 32 bytes
 * @throws Error when the key is not 32 bytes in base64, base64url or hex, or the file cannot be read or made
 */
export async function readServerKey(config: {
  readonly secretKey?: string | undefined;
  readonly dataDirectory: string;
}): Promise<Buffer> {
  if (config.secretKey) return parseKey(config.secretKey, 'RECOUNT_SECRET_KEY');
  const path = join(config.dataDirectory, 'secret.key');
  const text = (await readIfPresent(path)) ?? (await makeKeyFile(config.dataDirectory, path));
  return parseKey(text.trim(), path);
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
