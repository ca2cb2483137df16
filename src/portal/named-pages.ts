import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { STANDARD_ADDRESS } from '../platform/http/openapi.ts';

const compress = promisify(gzip);
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};

/** Whether a file of the portal was built with another address than the one it is served at. */
export const namesOtherAddress = (name: string, publicUrl: string): boolean =>
  publicUrl !== STANDARD_ADDRESS && extensionOf(name) in TYPES;

/** Sends a page whose samples name the address of this server: what was compressed when it was built names another. */
export async function sendNamed(
  request: FastifyRequest,
  reply: FastifyReply,
  { pages, name, publicUrl }: { readonly pages: string; readonly name: string; readonly publicUrl: string },
): Promise<FastifyReply> {
  const built = await readFile(join(pages, name), 'utf8');
  const content = built.replaceAll(STANDARD_ADDRESS, () => quotable(publicUrl));
  const etag = `W/"${createHash('sha256').update(content).digest('base64url')}"`;
  reply.type(TYPES[extensionOf(name)]!).headers({ etag, vary: 'accept-encoding' });
  if (reply.statusCode === 200 && request.headers['if-none-match']?.includes(etag))
    return reply.code(304).send();
  if (!request.headers['accept-encoding']?.includes('gzip')) return reply.send(content);
  return reply.header('content-encoding', 'gzip').send(await compress(content));
}

const extensionOf = (name: string) => name.slice(name.lastIndexOf('.') + 1);

/** The address as it can stand in HTML and between the quotes of any language. */
const quotable = (publicUrl: string) =>
  new URL(publicUrl).href
    .replace(/\/$/, '')
    .replace(/['"&$\\`<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
