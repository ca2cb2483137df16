import { sha256 } from '../canonical-string.ts';
import { readDigest } from './digest-form.ts';
import type { PartExplanation } from './part-explanation.ts';

const FORM = '64 lower-case hex digits';

/**
 * Looks at the form of a signature. Whether it was made with the right secret cannot be told here: no secret is looked at.
 *
 * @param strings what may have been signed
 */
export function explainSignature(given: string, strings: readonly string[]): PartExplanation {
  const { hex, fault } = readDigest(given);
  const isUnkeyed = strings.some((text) => sha256(text) === hex);
  const hint = isUnkeyed
    ? 'This is the SHA-256 of the string without a key: make an HMAC-SHA256 of it, keyed with the client secret.'
    : (fault ?? null);
  return { part: 'signature', given, expected: FORM, matches: hint === null, hint };
}
