import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findSignatureFault } from '../check-signature.ts';
import { explainRequest, type ToldRequest } from './explain-request.ts';

const SECRET = 'rc_secret_of-a-test';
const NOW = 1_773_480_413_000;
const TIMESTAMP = String(NOW / 1000);
const BODY = '{"name":"Aimée"}';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex');
const HASH = sha256(BODY);

const POST: ToldRequest = {
  method: 'POST',
  path: '/partners/tags',
  timestamp: TIMESTAMP,
  body: BODY,
  bodyHash: undefined,
  canonicalString: undefined,
  signature: undefined,
};

const differing = (told: Partial<ToldRequest>) =>
  explainRequest({ ...POST, ...told }, NOW)
    .parts.filter(({ matches }) => !matches)
    .map(({ part }) => part);

describe('a request of which nothing is wrong', () => {
  test('matches, with the string that is signed for it', () => {
    const canonicalString = `POST:/tags:${TIMESTAMP}:${HASH}`;
    const told = { ...POST, canonicalString, signature: hmac(canonicalString) };
    const explained = explainRequest(told, NOW);
    expect(explained).toMatchObject({ matches: true, canonicalString, skewSeconds: 0 });
    expect(explained.parts.map(({ part }) => part)).toEqual([
      'method',
      'path',
      'timestamp',
      'bodyHash',
      'signature',
    ]);
  });

  test('is told the string to sign where it tells no string of its own', () => {
    const canonicalString = `POST:/tags:${TIMESTAMP}:${HASH}`;
    expect(explainRequest({ ...POST, path: '/tags' }, NOW)).toMatchObject({ matches: true, canonicalString });
    const wrong = { ...POST, method: 'post', path: 'https://books.example/partners/tags?page=2' };
    expect(explainRequest(wrong, NOW)).toMatchObject({ matches: false, canonicalString });
    expect(differing(wrong)).toEqual(['method', 'path']);
  });
});

describe('what is signed', () => {
  const sign = (canonicalString: string, told: Partial<ToldRequest> = {}) =>
    differing({ canonicalString, ...told });

  test('differs in exactly the parts that are told', () => {
    expect(sign(`post:/tags:${TIMESTAMP}:${HASH}`)).toEqual(['method']);
    expect(sign(`POST:/tags?page=1:${TIMESTAMP}:${HASH}`)).toEqual(['path']);
    expect(sign(`POST:/tags:${TIMESTAMP}000:${HASH}`)).toEqual(['timestamp']);
    expect(sign(`POST:/tags:${TIMESTAMP}:`)).toEqual(['bodyHash']);
    expect(sign(`get:/tag:1:${sha256('x')}`)).toEqual(['method', 'path', 'timestamp', 'bodyHash']);
  });

  test('may be put together wrongly of parts that are right', () => {
    expect(sign(`POST\n/tags\n${TIMESTAMP}\n${HASH}`)).toEqual(['canonicalString']);
    expect(sign(`POST:${TIMESTAMP}:/tags:${HASH}`)).toEqual(['canonicalString']);
    expect(sign(`POST:/partners/tags:${TIMESTAMP}:${HASH}:`)).toEqual(['canonicalString']);
  });

  test('is compared with the address that the request goes to, in whichever form that is told', () => {
    for (const path of ['/tags', '/partners/tags', 'https://books.example/partners/tags?page=2'])
      expect(sign(`POST:/partners/tags:${TIMESTAMP}:${HASH}`, { path }), path).toEqual([]);
  });

  test('may be in order, and the signature of it in another form', () => {
    const canonicalString = `POST:/tags:${TIMESTAMP}:${HASH}`;
    expect(sign(canonicalString, { signature: hmac(canonicalString).toUpperCase() })).toEqual(['signature']);
    expect(sign(canonicalString, { signature: sha256(canonicalString) })).toEqual(['signature']);
  });
});

test('how far the clock is off is told with its sign, also of a notation that is refused', () => {
  const skewOf = (timestamp: string) => explainRequest({ ...POST, timestamp }, NOW).skewSeconds;
  expect(skewOf(String(NOW / 1000 - 400))).toBe(-400);
  expect(skewOf(String(NOW + 1500))).toBe(1.5);
  expect(skewOf(new Date(NOW + 7_200_000).toISOString())).toBe(7200);
  expect(skewOf('soon')).toBeNull();
});

test('whatever is signed, it matches where the server would take it, and nowhere else', () => {
  const methods = ['GET', 'POST', 'DELETE', 'HEAD', 'PATCH'];
  const paths = ['/partners/tags', '/partners/tags/a%20b', '/partners/tags/'];
  const bodies = [BODY, '{}', '', '{"name": "Aimée"}'];
  const sent = fc.record({
    method: fc.constantFrom(...methods),
    path: fc.constantFrom(...paths),
    timestamp: fc.constantFrom(TIMESTAMP, `${TIMESTAMP}000`, String(NOW / 1000 - 301), `${TIMESTAMP}.0`),
    body: fc.constantFrom(...bodies),
  });
  const signed = fc.tuple(
    fc.constantFrom(...methods, 'post'),
    fc.constantFrom('/tags', '/partners/tags', '/tags/a%20b', '/tags/a b', '/tags/', 'tags'),
    fc.constantFrom(TIMESTAMP, `${TIMESTAMP}000`, String(NOW / 1000 - 301), `${TIMESTAMP}.0`),
    fc.constantFrom('', ...bodies.map(sha256), HASH.toUpperCase()),
    fc.constantFrom(':', ':', ':', '\n', '::'),
  );
  fc.assert(
    fc.property(sent, signed, (request, [method, path, timestamp, hash, separator]) => {
      const canonicalString = [method, path, timestamp, hash].join(separator);
      const raw = { ...request, body: Buffer.from(request.body) };
      const isTaken = findSignatureFault(raw, hmac(canonicalString), SECRET, NOW) === undefined;
      const explained = explainRequest({ ...POST, ...request, canonicalString }, NOW);
      expect(explained.matches, canonicalString).toBe(isTaken);
      for (const { matches, hint } of explained.parts) if (!matches) expect(hint).toMatch(/^[A-Z].*\.$/);
    }),
    { numRuns: 3000 },
  );
});

test('whatever is told, an explanation comes of it', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
    fc.json(),
    fc.stringMatching(/^[:\n|/.0-9a-f]*$/),
  );
  const maybe = fc.option(anything, { nil: undefined });
  const told = fc.record({
    method: anything,
    path: anything,
    timestamp: anything,
    body: maybe,
    bodyHash: maybe,
    canonicalString: maybe,
    signature: maybe,
  });
  fc.assert(
    fc.property(told, (request) => {
      expect(explainRequest(request, NOW).parts.length).toBeGreaterThan(3);
    }),
  );
});
