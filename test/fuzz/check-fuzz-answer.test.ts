import { describe, expect, it } from 'vitest';
import { TAG_EXAMPLE } from '../../src/sales/tags/tag.examples.ts';
import type { TestAnswer } from '../support/signed-client.ts';
import { readApiDocument } from './api-document.ts';
import { checkFuzzAnswer } from './check-fuzz-answer.ts';
import type { FuzzTenant } from './fuzz-tenants.ts';
import { makeRequest } from './generate/make-request.ts';
import { KnownBooks } from './known-books.ts';

const document = readApiDocument();
const FOREIGN = '0197e1c2-5a10-7b52-9c3e-2f4a6b8c0d1e';
const REQUEST_ID = '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c';

function tenant(): FuzzTenant {
  const apps = ['strict', 'lenient'].map((name) => ({
    clientId: name,
    clientSecret: name,
    accessToken: name,
  }));
  return {
    workspaceId: REQUEST_ID,
    isSandbox: false,
    apps,
    expiredTokens: ['old', 'old'],
    books: new KnownBooks(document),
  };
}

const [own, other] = [tenant(), tenant()];
other.books.allIds.add(FOREIGN);
const wanted = document.operations.find(({ id }) => id === 'getTag')!;
const request = makeRequest({ document, seed: 1, number: 1, tenants: [own, other], hungry: [], wanted });

function refusal(message: string, changes: object = {}): TestAnswer {
  const body = {
    status: 'error',
    message,
    code: 'VALIDATION_ERROR',
    statusCode: 400,
    requestId: REQUEST_ID,
    errors: [{ field: 'id', message, code: 'INVALID_UUID' }],
    ...changes,
  };
  return { status: body.statusCode, headers: new Headers({ 'x-request-id': REQUEST_ID }), body };
}

function check(answer: TestAnswer, asked = request): void {
  const rules = { secretNames: new Set(['name_key']), other };
  checkFuzzAnswer(asked, answer, JSON.stringify(answer.body), rules);
}

describe('an answer to a random request', () => {
  it('may refuse it in the words of the API', () => {
    expect(() => check(refusal('id must be a UUID.'))).not.toThrow();
  });

  it.each([
    ['SQL', 'id must be sound: SELECT id FROM tag.'],
    ['what the database says', 'id must be sound: invalid input syntax for type uuid.'],
    ['the place in a program', 'id must be sound: at parse (file:///srv/app/src/app.ts:12:3).'],
    ['a fault of JavaScript', "id must be sound: Cannot read properties of null (reading 'x')."],
    ['the name of a column', 'id must be sound in name_key.'],
    ['an id of another workspace', `id must not be ${FOREIGN}.`],
    ['nothing of what is wrong', 'No.'],
  ])('may not tell %s', (_what, message) => {
    expect(() => check(refusal(message))).toThrow();
  });

  it('may not be a fault, lack its id, or have a status that is not documented', () => {
    expect(() => check(refusal('id must be a UUID.', { statusCode: 500, code: 'INTERNAL_ERROR' }))).toThrow();
    expect(() => check({ ...refusal('id must be a UUID.'), headers: new Headers() })).toThrow();
    expect(() => check(refusal('id must be a UUID.', { statusCode: 418 }))).toThrow();
  });

  it('must be 401 to a bad signature, and a refusal where the path names a record of another workspace', () => {
    expect(() => check(refusal('id must be a UUID.'), { ...request, refused: true })).toThrow();
    const found = {
      status: 200,
      headers: new Headers({ 'x-request-id': REQUEST_ID }),
      body: { status: 'success', message: 'Tag retrieved successfully.', data: TAG_EXAMPLE },
    };
    expect(() => check(found)).not.toThrow();
    expect(() => check(found, { ...request, namesForeign: true })).toThrow('another workspace');
  });
});

describe('a random request', () => {
  it('is the same for the same seed and number', () => {
    const make = (seed: number, number: number) =>
      makeRequest({ document, seed, number, tenants: [own, other], hungry: [] });
    for (let number = 1; number <= 200; number += 1) {
      const [one, two] = [make(7, number), make(7, number)];
      expect([one.method, one.url, String(one.body)]).toEqual([two.method, two.url, String(two.body)]);
    }
    const urls = new Set(Array.from({ length: 200 }, (_, number) => make(7, number).url));
    expect(urls.size).toBeGreaterThan(50);
    expect(make(7, 1).url === make(8, 1).url && make(7, 2).url === make(8, 2).url).toBe(false);
  });
});
