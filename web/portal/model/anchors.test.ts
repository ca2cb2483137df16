import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AttributeSection, anchorOf } from './anchors.ts';
import { type Attribute, flattenAttributes } from './attributes.ts';
import { readPortal } from './portal.ts';

const OPEN_API = join(import.meta.dirname, '..', '..', '..', 'openapi.json');
const portal = readPortal(JSON.parse(readFileSync(OPEN_API, 'utf8')), []);

describe('anchorOf', () => {
  it('names an attribute by its table and its place', () => {
    expect(anchorOf('body', 'products[].productUuid')).toBe('body-products-productUuid');
    expect(anchorOf('header', 'x-client-id')).toBe('header-x-client-id');
    expect(anchorOf('response-200', 'data')).toBe('response-200-data');
  });

  it('tells the items of an array from the array, and from a field named item', () => {
    const anchors = ['taxes', 'taxes[]', 'taxes[].item'].map((path) => anchorOf('body', path));
    expect(new Set(anchors).size).toBe(3);
  });

  it('gives no two attributes of a page the same anchor', () => {
    const endpoints = portal.pages.filter((page) => page.kind === 'endpoint');
    expect(endpoints.length).toBeGreaterThan(0);
    for (const page of endpoints) {
      const anchors = (section: AttributeSection, attributes: readonly Attribute[]) =>
        flattenAttributes(attributes).map(({ path }) => anchorOf(section, path));
      const all = [
        ...anchors('header', page.headers),
        ...anchors('path', page.pathParameters),
        ...anchors('query', page.queryParameters),
        ...anchors('body', page.body),
        ...page.responses.flatMap(({ status, attributes }) => anchors(`response-${status}`, attributes)),
      ];
      const twice = all.filter((anchor, index) => all.indexOf(anchor) !== index);
      expect(twice, page.path).toEqual([]);
    }
  });
});
