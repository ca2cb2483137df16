import {
  acceptedParts,
  acceptedTexts,
  type CanonicalParts,
  formatCanonicalString,
  type SignedRequest,
} from '../canonical-string.ts';
import { explainBodyHash } from './explain-body-hash.ts';
import { explainMethod } from './explain-method.ts';
import { explainPath, readSentPath } from './explain-path.ts';
import { explainSignature } from './explain-signature.ts';
import { explainTimestamp, readToldTimestamp } from './explain-timestamp.ts';
import type { PartExplanation } from './part-explanation.ts';
import { readCanonicalString } from './read-canonical-string.ts';

/** What a client tells of a request and of what it signed for it. */
export interface ToldRequest {
  readonly method: string;
  readonly path: string;
  readonly timestamp: string;
  readonly body: string | undefined;
  readonly bodyHash: string | undefined;
  readonly canonicalString: string | undefined;
  readonly signature: string | undefined;
}

/** Where what a client signed differs from what the server expects. */
export interface RequestExplanation {
  readonly matches: boolean;
  /** What the server signs for this request. */
  readonly canonicalString: string;
  readonly parts: PartExplanation[];
  /** How far the timestamp is ahead of the server's clock, in seconds; null where it cannot be read. */
  readonly skewSeconds: number | null;
}

/**
 * Tells part by part where what a client signed differs from what the server expects of the same request. Looks at nothing
 * but what it is told.
 *
 * @param now milliseconds since 1970
 */
export function explainRequest(told: ToldRequest, now: number): RequestExplanation {
  const timestamp = readToldTimestamp(told.timestamp, now);
  const sent: SignedRequest = {
    method: told.method.trim().toUpperCase(),
    path: readSentPath(told.path),
    timestamp: timestamp.correct,
    body: told.body === undefined ? undefined : Buffer.from(told.body),
  };
  const accepted = acceptedParts(sent);
  const read = told.canonicalString === undefined ? undefined : readCanonicalString(told.canonicalString);
  const given = giveParts(told, read?.parts);
  const body = {
    method: sent.method,
    text: told.body,
    hash: told.bodyHash,
    accepted: accepted.bodyHashes,
  };
  const parts = [
    explainMethod(given.method, accepted.methods),
    explainPath(given.path, accepted.paths),
    explainTimestamp(given.timestamp, timestamp, now),
    explainBodyHash(given.bodyHash, body),
  ];
  const canonicalString = formatCanonicalString(expectedParts(parts));
  if (read?.fault) {
    const [given, expected] = [told.canonicalString!, canonicalString];
    parts.push({ part: 'canonicalString', given, expected, matches: false, hint: read.fault });
  }
  if (told.signature !== undefined) {
    const signed = told.canonicalString ?? canonicalString;
    parts.push(explainSignature(told.signature, [signed, ...acceptedTexts(sent)]));
  }
  return {
    matches: parts.every(({ matches }) => matches),
    canonicalString,
    parts,
    skewSeconds: timestamp.instant === undefined ? null : Math.round(timestamp.instant - now) / 1000,
  };
}

type GivenParts = { readonly [Part in keyof CanonicalParts]: string | null };

/** What was signed: the parts of the string, where one is told; else what is told of the request. */
function giveParts(told: ToldRequest, parts: Partial<CanonicalParts> | undefined): GivenParts {
  const { method, path, timestamp, bodyHash } = parts ?? told;
  return {
    method: method ?? null,
    path: path ?? null,
    timestamp: timestamp ?? null,
    // A string without one is signed without one.
    bodyHash: bodyHash ?? (parts ? '' : null),
  };
}

function expectedParts(parts: readonly PartExplanation[]): CanonicalParts {
  const [method, path, timestamp, bodyHash] = parts.map(({ expected }) => expected);
  return { method: method!, path: path!, timestamp: timestamp!, bodyHash: bodyHash! };
}
