import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCanonicalString } from '../canonical-string.ts';
import { readCanonicalString } from './read-canonical-string.ts';

const HASH = 'ab'.repeat(32);
const PARTS = { method: 'POST', path: '/invoices', timestamp: '1773480413', bodyHash: HASH };
const WITHOUT_BODY = { method: 'GET', path: '/tags', timestamp: '1773480413', bodyHash: '' };

describe('a string that is put together as it must be', () => {
  test.each([
    PARTS,
    WITHOUT_BODY,
    { ...PARTS, path: '/tags/a:b:c' },
    { ...PARTS, path: 'https://books.example:8443/partners/invoices?a=b:c' },
    { ...PARTS, timestamp: '2026-03-14T09:26:53.417Z' },
    { ...PARTS, timestamp: '1773480413.417' },
    { ...PARTS, method: 'post', path: 'invoices', timestamp: 'now', bodyHash: 'none' },
  ])('is taken apart: %j', (parts) => {
    expect(readCanonicalString(formatCanonicalString(parts))).toEqual({ parts, fault: undefined });
  });

  test('is taken apart, whatever path is in it', () => {
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        const parts = { ...PARTS, path: `/x${path}` };
        expect(readCanonicalString(formatCanonicalString(parts))).toEqual({ parts, fault: undefined });
      }),
    );
  });
});

describe('a string that is put together otherwise', () => {
  test.each([
    [`POST\n/invoices\n1773480413\n${HASH}`, PARTS, /not with line breaks/],
    [`POST|/invoices|1773480413|${HASH}`, PARTS, /not with `\|`/],
    [`POST /invoices 1773480413 ${HASH}`, PARTS, /not with blanks/],
    [`POST./invoices.1773480413.${HASH}`, PARTS, /not with `\.`/],
    [`POST/invoices1773480413${HASH}`, PARTS, /^Put colons between the parts/],
    ['GET\n/tags\n1773480413\n', WITHOUT_BODY, /Take away the blanks and line breaks|not with line breaks/],
    ['GET\n/tags\n1773480413', WITHOUT_BODY, /not with line breaks/],
    ['GET:/tags:1773480413', WITHOUT_BODY, /two colons and must have three, with nothing after the third/],
    [`POST:1773480413:/invoices:${HASH}`, PARTS, /^Put the parts in this order/],
    [`1773480413:POST:/invoices:${HASH}`, PARTS, /^Put the parts in this order/],
    [`${HASH}:1773480413:/invoices:POST`, PARTS, /^Put the parts in this order/],
    ['1773480413:GET:/tags:', WITHOUT_BODY, /^Put the parts in this order/],
    [`POST: /invoices: 1773480413: ${HASH}`, PARTS, /^Take away the blanks around the colons/],
    [`POST:/invoices:1773480413:${HASH}\n`, PARTS, /^Take away the blanks and line breaks around/],
    [`POST:/invoices:1773480413:${HASH}:client`, PARTS, /^The string has 4 colons and must have three/],
    [`rc_id_1:POST:/invoices:1773480413:${HASH}`, PARTS, /^The string has 4 colons and must have three/],
    [
      `POST:/invoices:${HASH}`,
      { method: 'POST', path: '/invoices', bodyHash: HASH },
      /^The string has 2 colons/,
    ],
    ['hello', {}, /^The string has 0 colons/],
    ['', {}, /^The string has 0 colons/],
  ])('%j is told what to do, and read as far as it goes', (text, parts, fault) => {
    const read = readCanonicalString(text);
    expect(read.parts).toEqual(parts);
    expect(read.fault).toMatch(fault);
  });
});
