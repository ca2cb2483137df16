import { createHmac } from 'node:crypto';
import { formatCanonicalString, sha256 } from './canonical-string.ts';

/** What a signed call is made with. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accessToken: string;
}

/** What of a request is signed. */
export interface RequestToSign {
  readonly method: string;
  /** Percent-encoded, without query and without `/partners`. */
  readonly path: string;
  /** The exact bytes that are sent; undefined for GET and DELETE. */
  readonly body: string | Uint8Array | undefined;
}

/**
 * The headers of a signed call (reference 2.4).
 *
 * @param now milliseconds since 1970
 */
export function signRequest(
  credentials: Credentials,
  { method, path, body }: RequestToSign,
  now: number = Date.now(),
): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const bodyHash = body === undefined ? '' : sha256(body);
  const text = formatCanonicalString({ method, path, timestamp, bodyHash });
  return {
    'x-client-id': credentials.clientId,
    'x-timestamp': timestamp,
    'x-signature': createHmac('sha256', credentials.clientSecret).update(text).digest('hex'),
    authorization: `Bearer ${credentials.accessToken}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}
