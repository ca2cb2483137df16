import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUILT } from '../build/source-hash.ts';

/** What the server answers beside the built files; src/portal/serve-portal.ts, src/app.ts. */
const SERVED = new Set(['/openapi.json', '/docs/openapi']);

/** Built before the tests, by test/setup/web-pages.ts. */
const pages = readdirSync(join(BUILT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.html'))
  .map((name) => ({ name, html: readFileSync(join(BUILT, 'docs', name), 'utf8') }));
const ids = new Map(
  pages.map(({ name, html }) => [name, new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id!))]),
);

describe('the built pages', () => {
  it('link only to pages, sections and files that there are', () => {
    expect(pages.length).toBeGreaterThan(50);
    const broken = pages.flatMap(({ name, html }) =>
      linksOf(html)
        .filter((href) => !leadsSomewhere(href, name))
        .map((href) => `${name}: ${href}`),
    );
    expect(broken).toEqual([]);
  });

  it('have each id once', () => {
    for (const { name, html } of pages) expect(html.match(/\sid="/g)?.length, name).toBe(ids.get(name)!.size);
  });

  it('have no inline script, style or handler, which the policy of the server forbids', () => {
    for (const { name, html } of pages) {
      expect(html, name).not.toMatch(/<style|<[^>]+\s(style|on[a-z]+)="/);
      expect(html, name).not.toMatch(/<script(?![^>]*(src=|type="application\/json"))/);
    }
  });
});

function linksOf(html: string): string[] {
  return [...new Set([...html.matchAll(/\s(?:href|src|data-copy-page)="([^"]+)"/g)].map(([, href]) => href!))]
    .map((href) => href.replaceAll('&amp;', '&'))
    .filter((href) => href.startsWith('/') || href.startsWith('#'));
}

function leadsSomewhere(href: string, from: string): boolean {
  const [path, id] = href.split('#') as [string, string?];
  if (SERVED.has(path)) return true;
  const name = path === '' ? from : pageOf(path);
  if (name) return !id || ids.get(name)!.has(decodeURIComponent(id));
  return id === undefined && existsSync(join(BUILT, path));
}

function pageOf(path: string): string | undefined {
  const name = path === '/docs' ? 'index.html' : `${path.replace(/^\/docs\//, '')}.html`;
  return ids.has(name) ? name : undefined;
}
