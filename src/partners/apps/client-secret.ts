import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A new client secret. The prefix tells a person, and a scanner for leaked secrets, what was found. */
export function makeClientSecret(): string {
  return `rc_secret_${randomBytes(32).toString('base64url')}`;
}

/**
 * Encrypts a client secret for `partner_app.secret`: a signature can only be checked with the secret itself, so a hash
 * would not do. Bound to its app, so that a secret moved to another row does not open.
 *
 * @param secretKey the server key, 32 bytes
 * @returns nonce (12 bytes), ciphertext and tag (16 bytes), joined
 */
export function encryptClientSecret(secretKey: Buffer, appId: string, clientSecret: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, secretKey, nonce).setAAD(Buffer.from(appId));
  return Buffer.concat([nonce, cipher.update(clientSecret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Reads what `encryptClientSecret` wrote.
 *
 * @throws Error when the server key is another than it was encrypted with, or the bytes were altered
 */
export function decryptClientSecret(secretKey: Buffer, appId: string, encrypted: Buffer): string {
  try {
    const nonce = encrypted.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(CIPHER, secretKey, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(appId))
      .setAuthTag(encrypted.subarray(-TAG_BYTES));
    const plain = decipher.update(encrypted.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([plain, decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new Error(`The secret of partner app ${appId} does not open: was the server key changed?`, {
      cause,
    });
  }
}

/** Whether `encryptClientSecret` wrote it with this server key. */
export function opensClientSecret(secretKey: Buffer, appId: string, encrypted: Buffer): boolean {
  try {
    decryptClientSecret(secretKey, appId, encrypted);
    return true;
  } catch {
    return false;
  }
}
