import { createHash, randomBytes } from 'node:crypto';

/** The prefix tells a person, and a scanner for leaked secrets, what was found. */
const PREFIXES = { access: 'rc_at_', refresh: 'rc_rt_', code: 'rc_ac_' } as const;

/** A new secret of 256 random bits, with a prefix that tells what it is. */
export function makeToken(kind: keyof typeof PREFIXES): string {
  return PREFIXES[kind] + randomBytes(32).toString('base64url');
}

/** How tokens are stored and looked up. Unsalted and fast is right here: 256 random bits cannot be guessed. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
