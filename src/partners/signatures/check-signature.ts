import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { isTimely } from './timestamp.ts';

/** What of a request is signed. */
export interface SignedRequest {
  readonly method: string;
  /** Path as sent, percent-encoded, without query. */
  readonly path: string;
  /** The exact text of x-timestamp. */
  readonly timestamp: string;
  readonly contentType?: string | undefined;
  readonly body: Buffer | undefined;
}

/** Why a signature does not hold. For the log alone: the caller is told none of it (reference 2.3). */
export type SignatureFault =
  | 'the timestamp is malformed or more than 5 minutes off'
  | 'the signature does not match';

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

const HASHES_OF_NOTHING = ['', sha256('{}'), sha256('')];
const BODILESS_METHODS = new Set(['GET', 'HEAD', 'DELETE']);
const PREFIX = '/partners';
const LOWER_CASE_HEX = /^[0-9a-f]{64}$/;

/**
 * Checks x-signature: HMAC-SHA256 under the client secret of `METHOD:path:timestamp:bodyHash`, in every dialect that
 * clients speak (reference 1.1, 2.4). Only lower-case hex is a signature: one request has one signature, so that
 * changing the case of a letter makes no second one. Takes the same time wherever two signatures differ.
 *
 * @param now milliseconds since 1970
 * @returns undefined where the signature holds
 */
export function findSignatureFault(
  request: SignedRequest,
  signature: string,
  clientSecret: string,
  now: number = Date.now(),
): SignatureFault | undefined {
  // The signature is computed for a stale timestamp too, so that time does not tell which of the two was wrong.
  const matches = matchesSignature(request, signature, clientSecret);
  if (!isTimely(request.timestamp, now)) return 'the timestamp is malformed or more than 5 minutes off';
  return matches ? undefined : 'the signature does not match';
}

function matchesSignature(request: SignedRequest, signature: string, clientSecret: string): boolean {
  const given = Buffer.from(LOWER_CASE_HEX.test(signature) ? signature : '00'.repeat(32), 'hex');
  for (const text of canonicalTexts(request)) {
    const expected = createHmac('sha256', clientSecret).update(text).digest();
    if (timingSafeEqual(expected, given)) return true;
  }
  return false;
}

/** Every text that a client may have signed for this request, the usual one first. */
function canonicalTexts(request: SignedRequest): string[] {
  const { method, path, timestamp } = request;
  const methods = method === 'HEAD' ? ['HEAD', 'GET'] : [method];
  const paths = path.startsWith(`${PREFIX}/`) ? [path.slice(PREFIX.length), path] : [path];
  const hashes = bodyHashes(request);
  return methods.flatMap((verb) =>
    paths.flatMap((where) => hashes.map((hash) => `${verb}:${where}:${timestamp}:${hash}`)),
  );
}

/** Some clients hash an absent body as "", some as `{}`: both hold, but never for a body that says something. */
function bodyHashes({ method, contentType, body }: SignedRequest): readonly string[] {
  if (body === undefined || body.length === 0 || body.equals(EMPTY_OBJECT)) return HASHES_OF_NOTHING;
  if (BODILESS_METHODS.has(method)) return [''];
  const hash = sha256(body);
  return contentType?.trim().toLowerCase().startsWith('multipart/') ? [hash, ''] : [hash];
}

const EMPTY_OBJECT = Buffer.from('{}');
