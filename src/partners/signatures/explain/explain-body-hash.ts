import { isBodiless, sha256 } from '../canonical-string.ts';
import { readDigest } from './digest-form.ts';
import { otherSpellings } from './other-spellings.ts';
import type { PartExplanation } from './part-explanation.ts';

/** What is known of the body whose hash was signed. */
export interface ToldBody {
  /** The method that the request is sent with. */
  readonly method: string;
  /** Its exact text; undefined where none is told, which may or may not mean that there is none. */
  readonly text: string | undefined;
  /** The hash that the client made of it, where it tells that beside the text that it signed. */
  readonly hash: string | undefined;
  /** What the server takes for this method and text, the usual one first. */
  readonly accepted: readonly [string, ...string[]];
}

/** Compares the body hash that was signed with the one that the server makes. */
export function explainBodyHash(given: string | null, told: ToldBody): PartExplanation {
  const accepted = isBodiless(told.method) || told.text !== undefined ? told.accepted : trust(given, told);
  const matches = given === null || accepted.includes(given);
  const hint = matches ? describeMatch(given, told, accepted) : describeMismatch(given, told, accepted);
  return { part: 'bodyHash', given, expected: expectedOf(given, accepted), matches, hint };
}

/** Of several that hold, the one that the client has. */
function expectedOf(given: string | null, accepted: readonly [string, ...string[]]): string {
  return given !== null && accepted.includes(given) ? given : accepted[0];
}

/** Where no body is told, whichever hash is told stands for it. */
function trust(given: string | null, { hash, accepted }: ToldBody): readonly [string, ...string[]] {
  const told = (hash && readDigest(hash).hex) || (given && readDigest(given).hex);
  return told ? [told] : accepted;
}

function describeMatch(
  given: string | null,
  { method, text }: ToldBody,
  accepted: readonly string[],
): string | null {
  if (isBodiless(method)) {
    return given
      ? `${method} has no body: leave its hash empty, though that of nothing is accepted here.`
      : null;
  }
  if (given === null) return 'Tell `bodyHash` or `canonicalString` to have your hash compared with this one.';
  if (text === undefined && given === '')
    return 'This holds for an empty body alone: tell `body` if there is one.';
  if (text === undefined && accepted.length === 1) return 'Tell `body` too to have its hash compared.';
  return null;
}

function describeMismatch(
  given: string | null,
  { method, text, hash }: ToldBody,
  accepted: readonly string[],
): string {
  if (isBodiless(method))
    return `${method} has no body: leave its hash empty, so that the string ends in a colon.`;
  if (!given)
    return 'The hash of the body is missing: end the string with the hex SHA-256 of the exact bytes that are sent.';
  const { hex, fault } = readDigest(given);
  if (fault && (hex === undefined || accepted.includes(hex))) return fault;
  if (text === undefined) return hash ? 'Sign the same hash that you tell as `bodyHash`.' : fault!;
  const other = otherSpellings(text).find((spelling) => sha256(spelling.text) === hex);
  return (
    other?.hint ??
    'The hash is that of other bytes: hash the exact bytes that are sent, after the JSON is written.'
  );
}
