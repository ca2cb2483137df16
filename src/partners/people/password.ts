import { hash, verify } from '@node-rs/argon2';

/** The least that OWASP's password storage sheet asks of argon2id (which is the library's own kind). */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** How a password is kept. The same letters hash alike however a keyboard composes them (RFC 8265). */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), ARGON2ID);
}

let nobodysHash: Promise<string> | undefined;

/**
 * Whether a password is the one that was kept. Takes as long where none was kept, so that the time does not tell who
 * there is.
 */
export async function verifyPassword(kept: string | undefined | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword('nobody’s');
  const matches = await verify(kept ?? (await nobodysHash), password.normalize('NFC'));
  return matches && kept != null;
}
