import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { namesOtherAddress, sendNamed } from './named-pages.ts';

export interface PortalOptions {
  /** The folder of the built pages; empty or missing where they have not been built. */
  readonly pages: string;
  readonly openApi: object;
  /** The address that samples name; asked for with each page, since a server that chose its port knows it only then. */
  readonly publicUrl: () => string;
}

/** No script and no style but those of the pages themselves; no frame around them. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

const COMPRESSED = /\.(gz|br)$/;

/** Serves the developer portal: its pages and their Markdown twins, llms.txt, and the OpenAPI document in Swagger UI. */
export function servePortal(server: FastifyInstance, { pages, openApi, publicUrl }: PortalOptions): void {
  const files = new Set(existsSync(pages) ? listFiles(pages) : []);
  const sendFile = (request: FastifyRequest, reply: FastifyReply, name: string) => {
    setHeaders(reply, name);
    const place = { pages, name, publicUrl: publicUrl() };
    return namesOtherAddress(name, place.publicUrl) ? sendNamed(request, reply, place) : reply.sendFile(name);
  };
  server.register(fastifyStatic, {
    root: pages,
    serve: false,
    preCompressed: true,
    cacheControl: false,
  });
  const send = (request: FastifyRequest, reply: FastifyReply) =>
    sendPage(request, reply, { files, sendFile });
  for (const url of ['/docs', '/docs/*', '/docs.md', '/llms.txt', '/llms-full.txt']) server.get(url, send);
  serveSwaggerUi(server, openApi);
}

/** The same document in the tool that everybody has: what Swagger UI can read, so can others. */
function serveSwaggerUi(server: FastifyInstance, openApi: object): void {
  server.register(async (scope) => {
    await scope.register(fastifySwagger, {
      mode: 'static',
      // biome-ignore lint/suspicious/noExplicitAny: the plugin's type wants OpenAPI 3.0 or 3.1 by name
      specification: { document: openApi as any },
    });
    await scope.register(fastifySwaggerUi, {
      routePrefix: '/docs/openapi',
      // It sets styles on its elements by itself, which needs the inline ones.
      staticCSP: CONTENT_SECURITY_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
      theme: { title: 'Recount: OpenAPI' },
      // Without the bar at the top, which offers documents of elsewhere.
      uiConfig: { layout: 'BaseLayout', deepLinking: true, docExpansion: 'list', validatorUrl: null },
    });
  });
}

interface Pages {
  readonly files: ReadonlySet<string>;
  sendFile(request: FastifyRequest, reply: FastifyReply, name: string): FastifyReply | Promise<FastifyReply>;
}

function sendPage(request: FastifyRequest, reply: FastifyReply, { files, sendFile }: Pages) {
  const path = decodeURI(request.url.split('?')[0]!).slice(1).replace(/\/$/, '');
  const name = [path, `${path}.html`, `${path}/index.html`].find((candidate) => files.has(candidate));
  if (name) return sendFile(request, reply, name);
  const wantsPage = request.headers.accept?.includes('text/html') && files.has('docs/404.html');
  if (!wantsPage) {
    reply.callNotFound();
    return reply;
  }
  return sendFile(request, reply.code(404), 'docs/404.html');
}

function setHeaders(reply: FastifyReply, name: string): void {
  const isHashed = name.startsWith('docs/assets/');
  reply.headers(HEADERS);
  reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (name.endsWith('.md')) reply.type('text/markdown; charset=utf-8');
}

/** The files of a folder and those below it, by their path from it, without the compressed twins. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !COMPRESSED.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
