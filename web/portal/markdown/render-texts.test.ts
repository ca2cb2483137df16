import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../build/source-hash.ts';
import type { Attribute } from '../model/attributes.ts';
import { readGuides, toGuide } from '../model/guides.ts';
import type { OpenApi, Schema } from '../model/open-api.ts';
import type { EndpointPage, ErrorPage } from '../model/pages.ts';
import { readPortal } from '../model/portal.ts';
import { readSections } from './headings.ts';
import { renderTexts } from './render-texts.ts';

const openApi: OpenApi = JSON.parse(readFileSync(join(PROJECT, 'openapi.json'), 'utf8'));
const changelog = toGuide('changelog', readFileSync(join(PROJECT, 'CHANGELOG.md'), 'utf8'));
const guides = [...readGuides(join(PROJECT, 'web/portal/guides')), changelog];
const portal = readPortal(openApi, guides);
const endpoints = portal.pages.filter((page): page is EndpointPage => page.kind === 'endpoint');
const errors = portal.pages.filter((page): page is ErrorPage => page.kind === 'error');
const texts = textsOf(openApi);
const twinOf = ({ path }: { path: string }) => texts.get(`${path.slice(1)}.md`)!;

function textsOf(document: OpenApi): Map<string, string> {
  return new Map(
    renderTexts(readPortal(document, guides)).map(({ name, content }) => [name, String(content)]),
  );
}

/** What stands between a heading and the next one of its level or above. */
function partOf(markdown: string, heading: string): string {
  const level = heading.split(' ')[0]!.length;
  const [, rest = ''] = `\n${markdown}`.split(`\n${heading}\n`);
  return rest.split(new RegExp(`^#{1,${level}} `, 'm'))[0]!;
}

/** The items of a nested list of attributes: how deep, and which name. */
function itemsOf(markdown: string): [number, string][] {
  return [...markdown.matchAll(/^( *)- (?:`([^`]+)` )?\(/gm)].map(([, indent, name]) => [
    indent!.length / 2,
    name ?? '',
  ]);
}

function namesOf(attributes: readonly Attribute[], depth = 0): [number, string][] {
  return attributes.flatMap(({ name, children }) => [
    [depth, name] as [number, string],
    ...namesOf(children, depth + 1),
  ]);
}

describe('the Markdown twins', () => {
  it('stand beside every page, with its title and its address at the top', () => {
    for (const page of [{ path: '/docs', title: portal.title }, ...portal.pages]) {
      expect(twinOf(page), page.path).toMatch(`# ${page.title}\n\nPage: ${page.path}\n\n`);
    }
    expect(texts.size).toBe(portal.pages.length + 3);
  });

  it('show every field of every schema, at its depth', () => {
    for (const page of endpoints) {
      const twin = twinOf(page);
      const sections: [string, readonly Attribute[]][] = [
        ['## Header parameters', page.headers],
        ['## Path parameters', page.pathParameters],
        ['## Query parameters', page.queryParameters],
        ['## Body parameters', page.body],
      ];
      for (const [heading, attributes] of sections)
        expect(itemsOf(partOf(twin, heading)), `${heading} of ${page.title}`).toEqual(namesOf(attributes));
      for (const { status, attributes } of page.responses) {
        const part = partOf(twin, `### ${status}`);
        const before = /The same as in the answer (\d+) of/.exec(part)?.[1];
        const shown = itemsOf(before ? partOf(twin, `### ${before}`) : part);
        expect(shown, `${status} of ${page.title}`).toEqual(namesOf(attributes));
      }
    }
    for (const page of errors)
      expect(itemsOf(partOf(twinOf(page), '## Details'))).toEqual(namesOf(page.details));
  });

  it('say of a field what the page says of it', () => {
    const createInvoice = endpoints.find(({ operationId }) => operationId === 'createInvoice')!;
    const twin = twinOf(createInvoice);
    const { description } = createInvoice.body.find(({ name }) => name === 'invoiceNumber')!;
    expect(twin).toContain(`- \`invoiceNumber\` (string, required, 1 to 50 characters): ${description}`);
    expect(twin).toContain('Enum values: `invoice`, `quote`, `estimate`, `memo` (addition).');
    expect(twin).toContain('- `x-timestamp` (string, required, addition): ');
    expect(twin).toMatch(/curl/);
    expect(twin).toContain('"price": 250.00,');
  });

  it('show the schema of errors once a page, and every code with a link to its page', () => {
    for (const page of endpoints) {
      const twin = twinOf(page);
      expect(twin.split('- `error_description` (').length, page.title).toBe(2);
      for (const { name } of page.responses.flatMap(({ examples }) => examples)) {
        const error = errors.find(({ code }) => code === name);
        if (error) expect(twin).toContain(`[\`${name}\`](${error.path}.md)`);
      }
    }
  });

  it('link only to what is there, and among pages only to twins', () => {
    const ids = new Map(guides.map((page) => [page.path, readSections(page.markdown)]));
    for (const [name, text] of texts) {
      for (const [, path, anchor] of text.matchAll(/\]\((\/[^)#\s]*)(?:#([^)\s]+))?\)/g)) {
        const where = `${path} in ${name}`;
        // The server makes these two itself.
        if (/^\/(openapi\.json|docs\/openapi)$/.test(path!)) continue;
        expect(texts.has(path!.slice(1)), where).toBe(true);
        const sections = ids.get(path!.replace(/\.md$/, ''));
        if (anchor && sections)
          expect(
            sections.map(({ heading }) => heading?.id),
            where,
          ).toContain(anchor);
      }
    }
  });
});

describe('llms.txt', () => {
  const text = texts.get('llms.txt')!;

  it('has a title, a summary, and a link with a summary to every twin', () => {
    expect(text).toMatch(/^# .+\n\n> .+\n\n/);
    for (const { path, title, summary } of portal.pages) {
      const line = text.split('\n').find((each) => each.startsWith(`- [${title}](${path}.md): `));
      expect(line, path).toContain(summary);
    }
  });

  it('tells first what a call needs: the base URL, the signature, the idempotency key', () => {
    const [preface] = text.split('\n## ');
    expect(preface).toContain(openApi.servers[0]!.url);
    for (const header of ['x-client-id', 'x-timestamp', 'x-signature', 'Authorization', 'Idempotency-Key'])
      expect(preface).toContain(`- \`${header}\` (`);
  });
});

describe('llms-full.txt', () => {
  const text = texts.get('llms-full.txt')!;

  it('holds every page: guides, then endpoints, then errors', () => {
    const starts = portal.pages.map(({ title, path }) => text.indexOf(`\n# ${title}\n\nPage: ${path}\n`));
    expect(Math.min(...starts)).toBeGreaterThan(0);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  it('shows the fields of a schema once, and refers to them from then on', () => {
    expect(text.split('- `error_description` (').length).toBe(2);
    expect(text).toContain('Its fields are those of `data.products` in the answer 200 of Create Invoice.');
  });
});

describe('a field that is added to a schema', () => {
  const schemas = openApi.components.schemas;
  const names = Object.keys(schemas).filter((name) => schemas[name]!.properties);

  it('changes the twins of just the pages that show the schema', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.stringMatching(/^added[A-Z][a-z]{1,8}$/),
        fc.stringMatching(/^[A-Z][a-z ]{3,30}\.$/),
        (name, field, description) => {
          const schema = schemas[name]!;
          const changed: OpenApi = {
            ...openApi,
            components: {
              ...openApi.components,
              schemas: {
                ...schemas,
                [name]: {
                  ...schema,
                  properties: { ...schema.properties, [field]: { type: 'string', description } },
                },
              },
            },
          };
          const after = textsOf(changed);
          for (const page of endpoints) {
            const shows = reachableFrom(operationOf(page)).has(name);
            const file = `${page.path.slice(1)}.md`;
            expect(after.get(file) !== texts.get(file), `${name} on ${page.title}`).toBe(shows);
            if (shows) expect(after.get(file)).toContain(`- \`${field}\` (string): ${description}`);
          }
          for (const page of guides)
            expect(after.get(`${page.path.slice(1)}.md`)).toBe(texts.get(`${page.path.slice(1)}.md`));
        },
      ),
      { numRuns: 6 },
    );
  });

  const operationOf = ({ endpoint, method }: EndpointPage) => openApi.paths[endpoint]![method.toLowerCase()];

  /** The components that a part of the document refers to, and those that they refer to. */
  function reachableFrom(part: unknown, found = new Set<string>()): Set<string> {
    const references = JSON.stringify(part).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
    for (const [, name] of references) {
      if (found.has(name!)) continue;
      found.add(name!);
      reachableFrom(schemas[name!] as Schema, found);
    }
    return found;
  }
});
