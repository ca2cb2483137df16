import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../../errors.ts';

/** How deep a body may nest. */
export const DEEPEST = 20;
/** `application` alone: a multipart body may go unsigned (reference 2.4), so nothing that is multipart is ever JSON. */
const JSON_TYPE = /^application\/([^/]+\+)?json$/;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Whether the Content-Type says that the body is JSON. */
export function saysJson({ 'content-type': contentType = '' }: IncomingHttpHeaders): boolean {
  return JSON_TYPE.test(contentType.split(';')[0]!.trim().toLowerCase());
}

/** How deep a JSON text nests, read from its brackets without parsing it. */
export function measureDepth(json: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < json.length; index += 1) {
    const character = json.charCodeAt(index);
    if (inString) {
      if (character === 0x5c) index += 1;
      else if (character === 0x22) inString = false;
    } else if (character === 0x22) inString = true;
    else if (character === 0x7b || character === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (character === 0x7d || character === 0x5d) depth -= 1;
  }
  return deepest;
}

/** What may be said of a body that is read as UTF-8: that it is, or that it is the part of it that ASCII has. */
const READABLE_CHARSETS = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);
const CHARSETS = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/gi;

/** A text in another charset would be read as other letters than were sent, or as none. */
function refuseCharset(contentType: string): void {
  for (const [, quoted, plain] of contentType.matchAll(CHARSETS)) {
    const charset = (quoted ?? plain!).trim().toLowerCase();
    if (READABLE_CHARSETS.has(charset)) continue;
    const message = 'The charset must be utf-8: send the body in UTF-8.';
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', { message });
  }
}

/**
 * Reads a JSON body. An empty body is `{}`, whatever the content type; duplicate keys: the last wins.
 *
 * @throws ApiError INVALID_JSON or UNSUPPORTED_MEDIA_TYPE
 */
export function readJsonBody(body: Buffer | undefined, headers: IncomingHttpHeaders): unknown {
  if (body === undefined || body.length === 0) return {};
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.trim().toLowerCase() !== 'identity') {
    const message = 'The content encoding must be identity: send the body as it is, not compressed.';
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', { message });
  }
  if (!saysJson(headers)) throw new ApiError('UNSUPPORTED_MEDIA_TYPE');
  refuseCharset(headers['content-type']!);
  try {
    const text = decoder.decode(body);
    if (measureDepth(text) > DEEPEST) throw new RangeError('nested too deep');
    return JSON.parse(text);
  } catch (cause) {
    const error = { field: 'body', code: 'INVALID_VALUE', message: 'body must be valid JSON.' } as const;
    throw new ApiError('INVALID_JSON', { errors: [error], cause });
  }
}
