import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { AnsweredFile, RawRequest } from './endpoint.ts';
import type { Served } from './serve-endpoint.ts';

/** Whatever a browser makes of bytes that are not ours: they reach nothing of this server. */
export const FOREIGN = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
};

/**
 * A file as it is sent: to be shown in the browser, kept there, and sent again only where it has changed (RFC 9110, 13.1.2).
 * Of a stream nobody knows the tag before it is made, so it is not kept.
 */
export function serveFile(
  mediaType: string,
  { name, bytes, savedAs }: AnsweredFile,
  raw: RawRequest,
): Served {
  const shown = {
    'content-type': savedAs ?? mediaType,
    'content-disposition': fileDisposition(savedAs === undefined ? 'inline' : 'attachment', name),
    ...(savedAs === undefined ? {} : FOREIGN),
  };
  if (bytes instanceof Readable)
    return { status: 200, body: raw.method === 'HEAD' ? withoutBody(bytes) : bytes, headers: shown };
  const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
  const headers = { etag, 'cache-control': 'private, no-cache' };
  if (isKnown(etag, raw.headers['if-none-match'])) return { status: 304, body: '', headers };
  return { status: 200, body: bytes, headers: { ...headers, ...shown } };
}

/** A stream like it, of nothing: to be read to its end only for what HEAD leaves out would be for nothing. */
function withoutBody(bytes: Readable): Readable {
  bytes.destroy();
  return Readable.from([]);
}

/** Whether `If-None-Match` has the tag; a tag is also known where a proxy has made it a weak one. */
function isKnown(etag: string, known: string | string[] | undefined): boolean {
  const tags = [known ?? []].flat().flatMap((line) => line.split(','));
  return tags.some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}

/** The header that names a file (RFC 6266), to be shown or to be kept: in ASCII for old clients, and whole for all others. */
export function fileDisposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
