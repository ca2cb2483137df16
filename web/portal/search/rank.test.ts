import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../build/source-hash.ts';
import { flattenAttributes } from '../model/attributes.ts';
import { readGuides } from '../model/guides.ts';
import { readPortal } from '../model/portal.ts';
import { createSearch } from './rank.ts';
import { readSearchRecords } from './records.ts';
import { renderSearchFile } from './search-file.ts';
import { joinWords } from './words.ts';

const openApi = JSON.parse(readFileSync(join(PROJECT, 'openapi.json'), 'utf8'));
const portal = readPortal(openApi, readGuides(join(PROJECT, 'web/portal/guides')));
const records = readSearchRecords(portal);
const search = createSearch(records);
const groupOf = (query: string, kind: string) =>
  search(query)
    .find((group) => group.kind === kind)
    ?.results.map(({ record }) => record) ?? [];
const first = (query: string) => search(query)[0]?.results[0]?.record;
const paths = (query: string) =>
  search(query).flatMap(({ results }) => results.map(({ record }) => record.path));

describe('search', () => {
  it('finds a field by its name, however it is written, in the request before the answer', () => {
    for (const query of ['tagUuids', 'tag uuids', 'taguuids', 'TAG_UUIDS', 'tag-uuids']) {
      expect(first(query), query).toMatchObject({
        title: 'tagUuids',
        detail: expect.stringMatching(/^body of /),
      });
      const directions = groupOf(query, 'field')
        .filter(({ title }) => title === 'tagUuids')
        .map(({ path }) => (path.includes('#response') ? 'answer' : 'request'));
      expect(directions, query).toEqual([...directions].sort().reverse());
    }
  });

  it('finds error codes by a part of them', () => {
    const codes = groupOf('DUPLICATE', 'error').map(({ title }) => title);
    expect(codes.slice(0, 3).sort()).toEqual([
      'DUPLICATE_EMAIL',
      'DUPLICATE_INVOICE_NUMBER',
      'DUPLICATE_NAME',
    ]);
    expect(first('DUPLICATE')?.kind).toBe('error');
    expect(first('invalid signature')).toMatchObject({ kind: 'error', title: 'invalid_signature' });
    expect(first('duplicateemail')?.title).toBe('DUPLICATE_EMAIL');
  });

  it('finds endpoints by title, method and path, and operation', () => {
    expect(first('find by email')?.path).toBe('/docs/customers/find-customer-by-email');
    expect(first('POST invoices')?.path).toBe('/docs/invoices/create-invoice');
    expect(first('PUT customers')?.path).toBe('/docs/customers/update-customer');
    expect(first('/partners/tags')?.path).toBe('/docs/tags/list-tags');
    for (const query of ['createInvoice', 'create invoice'])
      expect(first(query)?.path).toBe('/docs/invoices/create-invoice');
  });

  it('finds first what has exactly the name that was typed', () => {
    for (const { title } of records)
      expect(joinWords(first(title)?.title ?? ''), title).toBe(joinWords(title));
  });

  it('finds in guides what no title says', () => {
    expect(groupOf('hmac', 'guide')[0]?.path).toMatch(/^\/docs\/guides\/authentication#/);
    expect(paths('hmac')).toContain('/docs/errors/invalid-signature');
    expect(first('hmac')).toMatchObject({ title: 'x-signature' });
    expect(first('rate limits')?.path).toBe('/docs/guides/rate-limits');
    expect(first('idempotency')?.path).toBe('/docs/guides/idempotency');
  });

  it('forgives a letter that is wrong or missing', () => {
    expect(first('custmer')?.path).toMatch(/^\/docs\/customers\//);
    expect(groupOf('custmer', 'field')[0]?.title).toMatch(/^customers?$/);
    expect(groupOf('invioce', 'endpoint')[0]?.path).toMatch(/^\/docs\/invoices\//);
  });

  it('finds while a word is being typed', () => {
    expect(first('dup')?.kind).toBe('error');
    expect(first('idemp')?.path).toBe('/docs/guides/idempotency');
    expect(groupOf('tagUu', 'field')[0]?.title).toBe('tagUuids');
  });

  it('shows a field of many endpoints once, and tells of the others', () => {
    const found = groupOf('x-client-id', 'field').filter(({ title }) => title === 'x-client-id');
    expect(found).toHaveLength(1);
    expect(found[0]!.detail).toMatch(/, and \d+ more pages$/);
    expect(records.length).toBeLessThan(portal.pages.length * 15);
  });

  it('leads from a detail of an error to the error', () => {
    expect(first('closedThrough')?.path).toMatch(/^\/docs\/errors\/period-closed#/);
  });

  it('finds nothing for what is nowhere, nor for no words at all', () => {
    for (const query of ['zzzqqqxxx', '', '   ', '!?', '<b>', '\\', '"'])
      expect(paths(query).length, query).toBe(query === '<b>' ? paths('b').length : 0);
  });

  it('has its records in a file that is named after its content', () => {
    const { name, content } = renderSearchFile(portal);
    expect(name).toMatch(/^docs\/assets\/search-[0-9a-f]{8}\.json$/);
    expect(JSON.parse(String(content))).toEqual(records);
    expect(renderSearchFile(portal).name).toBe(name);
  });
});

describe('what search leads to', () => {
  it('is a page, and a record of its own', () => {
    const known = new Set(portal.pages.map(({ path }) => path));
    for (const { path } of records) expect(known.has(path.split('#')[0]!), path).toBe(true);
    expect(new Set(records.map(({ path }) => path)).size).toBe(records.length);
  });

  it('includes every page, and every field by name', () => {
    const found = new Set(records.map(({ path }) => path));
    for (const { path } of portal.pages) expect(found.has(path), path).toBe(true);
    const fields = new Set(records.filter(({ kind }) => kind === 'field').map(({ title }) => title));
    for (const page of portal.pages) {
      if (page.kind !== 'endpoint') continue;
      const { headers, pathParameters, queryParameters, body, responses } = page;
      const answers = responses.flatMap(({ attributes }) => attributes);
      for (const { name } of flattenAttributes([
        ...headers,
        ...pathParameters,
        ...queryParameters,
        ...body,
        ...answers,
      ]))
        if (/\w/.test(name)) expect(fields.has(name), name).toBe(true);
    }
  });
});
