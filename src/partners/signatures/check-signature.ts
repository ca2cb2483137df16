import { createHmac, timingSafeEqual } from 'node:crypto';
import { acceptedTexts, type SignedRequest } from './canonical-string.ts';
import { isTimely } from './timestamp.ts';

/** Why a signature does not hold. For the log alone: the caller is told none of it (reference 2.3). */
export type SignatureFault =
  | 'the timestamp is malformed or more than 5 minutes off'
  | 'the signature does not match';

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
  for (const text of acceptedTexts(request)) {
    const expected = createHmac('sha256', clientSecret).update(text).digest();
    if (timingSafeEqual(expected, given)) return true;
  }
  return false;
}
