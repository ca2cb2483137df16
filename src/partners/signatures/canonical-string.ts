import { createHash } from 'node:crypto';

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

/** The four parts of the text that is signed. */
export interface CanonicalParts {
  readonly method: string;
  readonly path: string;
  readonly timestamp: string;
  readonly bodyHash: string;
}

/** Every value that a client may have signed for each part of a request, the usual one first. */
export interface AcceptedParts {
  readonly methods: readonly [string, ...string[]];
  readonly paths: readonly [string, ...string[]];
  readonly timestamp: string;
  readonly bodyHashes: readonly [string, ...string[]];
}

/** The hex SHA-256 of some bytes, a text being read as UTF-8. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const PREFIX = '/partners';
const BODILESS_METHODS = new Set(['GET', 'HEAD', 'DELETE']);
const EMPTY_OBJECT = Buffer.from('{}');
const HASHES_OF_NOTHING = ['', sha256('{}'), sha256('')] as const;
const HASHES_OF_EMPTY_OBJECT = [sha256('{}'), '', sha256('')] as const;

/** Whether requests of this method carry no body, so that the hash of one is the empty text. */
export function isBodiless(method: string): boolean {
  return BODILESS_METHODS.has(method);
}

/** The text that is signed (reference 2.4). */
export function formatCanonicalString({ method, path, timestamp, bodyHash }: CanonicalParts): string {
  return `${method}:${path}:${timestamp}:${bodyHash}`;
}

/** What a client may have signed for each part of a request, in every dialect that clients speak (reference 1.1, 2.4). */
export function acceptedParts(request: SignedRequest): AcceptedParts {
  const { method, path, timestamp } = request;
  return {
    methods: method === 'HEAD' ? ['HEAD', 'GET'] : [method],
    paths: path.startsWith(`${PREFIX}/`) ? [path.slice(PREFIX.length), path] : [path],
    timestamp,
    bodyHashes: acceptedHashes(request),
  };
}

/** Every text that a client may have signed for a request, the usual one first. */
export function acceptedTexts(request: SignedRequest): string[] {
  const { methods, paths, timestamp, bodyHashes } = acceptedParts(request);
  return methods.flatMap((method) =>
    paths.flatMap((path) =>
      bodyHashes.map((bodyHash) => formatCanonicalString({ method, path, timestamp, bodyHash })),
    ),
  );
}

/** Some clients hash an absent body as "", some as `{}`: both hold, but never for a body that says something. */
function acceptedHashes({ method, contentType, body }: SignedRequest): readonly [string, ...string[]] {
  if (body === undefined || body.length === 0) return HASHES_OF_NOTHING;
  if (body.equals(EMPTY_OBJECT)) return isBodiless(method) ? HASHES_OF_NOTHING : HASHES_OF_EMPTY_OBJECT;
  if (isBodiless(method)) return [''];
  const hash = sha256(body);
  return contentType?.trim().toLowerCase().startsWith('multipart/') ? [hash, ''] : [hash];
}
