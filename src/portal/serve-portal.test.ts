import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../app.ts';
import { STANDARD_ADDRESS } from '../platform/http/openapi.ts';
import { servePortal } from './serve-portal.ts';

describe('the pages of the portal', () => {
  let pages: string;
  let server: FastifyInstance;
  let publicUrl = STANDARD_ADDRESS;

  beforeAll(async () => {
    pages = mkdtempSync(join(tmpdir(), 'recount-pages-'));
    const write = (name: string, content: string | Buffer) => {
      mkdirSync(join(pages, name, '..'), { recursive: true });
      writeFileSync(join(pages, name), content);
    };
    write('docs/index.html', '<title>Home</title>');
    write('docs/404.html', '<title>Not found</title>');
    write('docs/invoices/create-invoice.html', '<title>Create Invoice</title>');
    write('docs/invoices/create-invoice.html.gz', gzipSync('<title>Create Invoice</title>'));
    write('docs/invoices/create-invoice.md', '# Create Invoice');
    write('docs/assets/portal-a1b2.js', 'export {};');
    write('llms.txt', '# Recount');
    write('../outside.html', 'not for the public');
    server = Fastify();
    servePortal(server, { pages, openApi: openApiDocument(), publicUrl: () => publicUrl });
    await server.ready();
  });

  afterAll(async () => {
    await server.close();
    rmSync(pages, { recursive: true });
    rmSync(join(pages, '..', 'outside.html'));
  });

  const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });

  it('stand at their address without .html, the first one at /docs', async () => {
    for (const url of ['/docs', '/docs/', '/docs?from=mail']) expect((await get(url)).body).toContain('Home');
    const page = await get('/docs/invoices/create-invoice');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it('have a Markdown twin, and llms.txt stands at the root', async () => {
    const twin = await get('/docs/invoices/create-invoice.md');
    expect(twin.headers['content-type']).toBe('text/markdown; charset=utf-8');
    expect(twin.body).toBe('# Create Invoice');
    expect((await get('/llms.txt')).body).toBe('# Recount');
  });

  it('run no script but the server’s own files, and no frame holds them', async () => {
    const policy = String((await get('/docs')).headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('are asked for again each time, while files with a hash in their name are kept', async () => {
    const page = await get('/docs');
    expect(page.headers['cache-control']).toBe('no-cache');
    const etag = String(page.headers.etag);
    expect((await get('/docs', { 'if-none-match': etag })).statusCode).toBe(304);
    expect((await get('/docs/assets/portal-a1b2.js')).headers['cache-control']).toContain('immutable');
  });

  it('are sent compressed as they were built', async () => {
    const page = await get('/docs/invoices/create-invoice', { 'accept-encoding': 'gzip' });
    expect(page.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(page.rawPayload).toString()).toContain('Create Invoice');
  });

  it('name the address of the server that serves them, compressed or not', async () => {
    writeFileSync(join(pages, 'llms.txt'), `curl ${STANDARD_ADDRESS}/partners/invoices`);
    publicUrl = 'https://books.example:4577';
    const named = `curl ${publicUrl}/partners/invoices`;
    const plain = await get('/llms.txt');
    const packed = await get('/llms.txt', { 'accept-encoding': 'gzip, br' });
    const again = await get('/llms.txt', { 'if-none-match': String(plain.headers.etag) });
    const page = await get('/docs/invoices/create-invoice');
    publicUrl = STANDARD_ADDRESS;
    expect(plain.body).toBe(named);
    expect(gunzipSync(packed.rawPayload).toString()).toBe(named);
    expect(again.statusCode).toBe(304);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect((await get('/llms.txt')).body).toContain(STANDARD_ADDRESS);
  });

  it('that do not exist are 404: a page for people, JSON for programs', async () => {
    const forPeople = await get('/docs/nothing', { accept: 'text/html' });
    expect(forPeople.statusCode).toBe(404);
    expect(forPeople.body).toContain('Not found');
    expect((await get('/docs/nothing')).statusCode).toBe(404);
  });

  it('are the only files that can be had', async () => {
    for (const path of [
      '/docs/../../outside.html',
      '/docs/%2e%2e/%2e%2e/outside',
      '/docs/..%2f..%2foutside.html',
    ]) {
      const answer = await get(path);
      expect(answer.statusCode, path).toBe(404);
      expect(answer.body).not.toContain('not for the public');
    }
  });

  it('include the OpenAPI document in Swagger UI, without anything from elsewhere', async () => {
    const view = await get('/docs/openapi');
    expect(view.statusCode).toBe(200);
    expect(view.body).toContain('swagger-ui');
    expect(view.body).not.toMatch(/(src|href)="https?:/);
    const policy = String(view.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('http');
    const { paths } = (await get('/docs/openapi/json')).json();
    expect(Object.keys(paths)).toContain('/partners/invoices');
  });
});
