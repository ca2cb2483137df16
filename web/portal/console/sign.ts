import { prepareRequest, type SampleRequest } from '../samples/sample-request.ts';

/** What a request is made with. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accessToken: string;
}

/** A signature and everything that it is made of. */
export interface Signature {
  readonly timestamp: string;
  readonly bodyHash: string;
  readonly canonical: string;
  /** Empty where there is no client secret. */
  readonly signature: string;
}

/** What a person has put in place of what was computed. The time stays as it was when they began. */
export interface Edits {
  readonly timestamp?: string;
  readonly canonical?: string;
  readonly signature?: string;
}

/**
 * Signs a request as the API asks, in the browser.
 *
 * @param now milliseconds since 1970
 * @throws Error where the browser does not let this page sign
 */
export async function signRequest(
  request: SampleRequest,
  clientSecret: string,
  edits: Edits = {},
  now: number = Date.now(),
): Promise<Signature> {
  if (!globalThis.crypto?.subtle) {
    throw new Error('The browser signs only on pages served over HTTPS, or from this computer.');
  }
  const timestamp = edits.timestamp ?? String(Math.floor(now / 1000));
  const bodyHash = request.body === undefined ? '' : await sha256(request.body);
  const { signedPath } = prepareRequest(request);
  const canonical = edits.canonical ?? `${request.method}:${signedPath}:${timestamp}:${bodyHash}`;
  const signature = edits.signature ?? (clientSecret ? await hmac(clientSecret, canonical) : '');
  return { timestamp, bodyHash, canonical, signature };
}

/** The headers of a request, in the order of the reference. */
export function toHeaders(
  request: SampleRequest,
  { clientId, accessToken }: Credentials,
  { timestamp, signature }: Signature,
): Record<string, string> {
  const signed = request.access !== 'public';
  return {
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(signed ? { 'x-client-id': clientId, 'x-timestamp': timestamp, 'x-signature': signature } : {}),
    ...(request.access === 'partner' && accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
    ...request.headers,
  };
}

const encode = (text: string) => new TextEncoder().encode(text);
const toHex = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

async function sha256(text: string): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', encode(text)));
}

async function hmac(secret: string, text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encode(secret), algorithm, false, ['sign']);
  return toHex(await crypto.subtle.sign('HMAC', key, encode(text)));
}
