import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { acceptedParts } from '../canonical-string.ts';
import { explainBodyHash } from './explain-body-hash.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const VALUE = { name: 'Aimée', url: 'a/b', lines: [{ b: 1, a: 'x, y: z' }, 2] };
const BODY = JSON.stringify(VALUE);

interface Told {
  readonly method?: string;
  readonly text?: string;
  readonly hash?: string;
}

function explain(given: string | null, { method = 'POST', text, hash }: Told) {
  const body = text === undefined ? undefined : Buffer.from(text);
  const { bodyHashes } = acceptedParts({ method, path: '/x', timestamp: '', body });
  return explainBodyHash(given, { method, text, hash, accepted: bodyHashes });
}
const hintOf = (given: string | null, told: Told = { text: BODY }) => explain(given, told).hint;

describe('the hash of a body', () => {
  test('is that of its exact bytes', () => {
    const hash = sha256(BODY);
    expect(explain(hash, { text: BODY })).toEqual({
      part: 'bodyHash',
      given: hash,
      expected: hash,
      matches: true,
      hint: null,
    });
  });

  test.each(['', null])('is missing where it is %j', (given) => {
    if (given === null) expect(hintOf(given)).toMatch(/have your hash compared/);
    else
      expect(explain(given, { text: BODY })).toMatchObject({
        expected: sha256(BODY),
        matches: false,
        hint: expect.stringMatching(/is missing: end the string with/),
      });
  });

  test.each([
    ['laid out in two blanks', JSON.stringify(VALUE, null, 2)],
    ['laid out in four blanks, with a line break at the end', `${JSON.stringify(VALUE, null, 4)}\n`],
    ['laid out in tabs', JSON.stringify(VALUE, null, '\t')],
    ['as Python lays it out', '{"name": "Aimée", "url": "a/b", "lines": [{"b": 1, "a": "x, y: z"}, 2]}'],
  ])('of the same JSON %s is known', (_name, text) => {
    expect(hintOf(sha256(text))).toMatch(/same JSON with other white space/);
    expect(explain(sha256(text), { text: BODY }).matches).toBe(false);
    expect(hintOf(sha256(BODY), { text })).toMatch(/same JSON with other white space/);
  });

  test.each([
    [
      'with its fields sorted',
      JSON.stringify({ lines: [{ a: 'x, y: z', b: 1 }, 2], name: 'Aimée', url: 'a/b' }),
      /another order/,
    ],
    ['with escapes beyond ASCII', BODY.replace('é', '\\u00e9'), /other escapes/],
    [
      'as Python writes it',
      '{"name": "Aim\\u00e9e", "url": "a/b", "lines": [{"b": 1, "a": "x, y: z"}, 2]}',
      /other escapes/,
    ],
    ['as PHP escapes slashes', BODY.replace('a/b', 'a\\/b'), /other escapes/],
    ['with a line break at its end', `${BODY}\n`, /at its ends/],
    ['as a JSON text once more', JSON.stringify(BODY), /once more/],
    ['of nothing', '', /hash of an empty text/],
    ['of an empty object', '{}', /hash of `{}`/],
    ['of something else', 'else', /hash of other bytes|that of other bytes/],
  ])('%s is told apart', (_name, text, hint) => {
    expect(hintOf(sha256(text))).toMatch(hint);
  });

  test('in another form is told how to be written', () => {
    const bytes = createHash('sha256').update(BODY).digest();
    expect(hintOf(bytes.toString('base64'))).toMatch(/not as base64/);
    expect(hintOf(bytes.toString('hex').toUpperCase())).toMatch(/lower case/);
    expect(hintOf(`sha256=${bytes.toString('hex')}`)).toMatch(/Leave out/);
    expect(hintOf('short')).toMatch(/5 characters/);
  });

  test('of a huge body, or one nested deeper than the API takes, is compared without writing it out anew', () => {
    for (const text of [
      JSON.stringify({ notes: 'x'.repeat(900_000) }),
      '['.repeat(16_000) + ']'.repeat(16_000),
    ])
      expect(hintOf(sha256('else'), { text })).toMatch(/other bytes/);
  });
});

describe('a request without a body', () => {
  test('of a method that carries none is signed with the empty text; the hash of nothing is accepted', () => {
    expect(explain('', { method: 'GET' })).toMatchObject({ expected: '', matches: true, hint: null });
    for (const text of ['', '{}']) {
      expect(explain(sha256(text), { method: 'GET' })).toMatchObject({
        matches: true,
        hint: expect.stringMatching(/GET has no body: leave its hash empty/),
      });
    }
    expect(explain(sha256('x'), { method: 'DELETE' })).toMatchObject({
      expected: '',
      matches: false,
      hint: 'DELETE has no body: leave its hash empty, so that the string ends in a colon.',
    });
  });

  test('of a method that carries one may be signed in each way that says nothing', () => {
    for (const text of ['', '{}']) {
      for (const given of ['', sha256(''), sha256('{}')])
        expect(explain(given, { text })).toMatchObject({ expected: given, matches: true });
    }
  });
});

describe('where the body is not told', () => {
  test('a hash is taken for that of the body, and only its form is looked at', () => {
    const hash = sha256(BODY);
    expect(explain(hash, {})).toMatchObject({ matches: true, hint: expect.stringMatching(/Tell `body`/) });
    expect(explain(hash.toUpperCase(), {})).toMatchObject({
      expected: hash,
      matches: false,
      hint: expect.stringMatching(/lower case/),
    });
    expect(explain('', {})).toMatchObject({ matches: true, hint: expect.stringMatching(/empty body alone/) });
  });

  test('the hash in the string must be the one that is told beside it', () => {
    const hash = sha256(BODY);
    expect(explain(sha256('x'), { hash })).toMatchObject({
      expected: hash,
      matches: false,
      hint: expect.stringMatching(/the same hash/),
    });
  });
});
