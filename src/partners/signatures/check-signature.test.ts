import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SignedRequest } from './canonical-string.ts';
import { findSignatureFault } from './check-signature.ts';

const SECRET = 'rc_secret_of-a-test';
const NOW = 1_773_480_413_000;
const TIMESTAMP = String(NOW / 1000);
const BODY = Buffer.from('{"customer":"Aimée"}');
const MISMATCH = 'the signature does not match';
const STALE = 'the timestamp is malformed or more than 5 minutes off';

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const hmac = (text: string, secret = SECRET) => createHmac('sha256', secret).update(text).digest('hex');

const post: SignedRequest = {
  method: 'POST',
  path: '/partners/invoices',
  timestamp: TIMESTAMP,
  contentType: 'application/json',
  body: BODY,
};
const get: SignedRequest = {
  method: 'GET',
  path: '/partners/invoices',
  timestamp: TIMESTAMP,
  body: undefined,
};
const check = (request: SignedRequest, signature: string) =>
  findSignatureFault(request, signature, SECRET, NOW);

describe('dialects', () => {
  test.each(['POST', 'PUT', 'PATCH'])('%s signs the hash of the exact bytes', (method) => {
    expect(
      check({ ...post, method }, hmac(`${method}:/invoices:${TIMESTAMP}:${sha256(BODY)}`)),
    ).toBeUndefined();
  });

  test.each(['GET', 'DELETE'])('%s signs an empty hash', (method) => {
    expect(check({ ...get, method }, hmac(`${method}:/invoices:${TIMESTAMP}:`))).toBeUndefined();
  });

  test('a body sent with GET or DELETE is not signed', () => {
    for (const method of ['GET', 'DELETE']) {
      const request = { ...get, method, body: BODY };
      expect(check(request, hmac(`${method}:/invoices:${TIMESTAMP}:`))).toBeUndefined();
      expect(check(request, hmac(`${method}:/invoices:${TIMESTAMP}:${sha256(BODY)}`))).toBe(MISMATCH);
    }
  });

  test('the path may be signed with its /partners prefix', () => {
    expect(check(post, hmac(`POST:/partners/invoices:${TIMESTAMP}:${sha256(BODY)}`))).toBeUndefined();
    expect(check(get, hmac(`GET:/partners/invoices:${TIMESTAMP}:`))).toBeUndefined();
  });

  test('a path that only begins like the prefix is not shortened', () => {
    const request = { ...get, path: '/partnership/invoices' };
    expect(check(request, hmac(`GET:/partnership/invoices:${TIMESTAMP}:`))).toBeUndefined();
    expect(check(request, hmac(`GET:hip/invoices:${TIMESTAMP}:`))).toBe(MISMATCH);
    expect(check(request, hmac(`GET:/invoices:${TIMESTAMP}:`))).toBe(MISMATCH);
  });

  test('the path is signed as sent, percent-encoded', () => {
    const request = { ...get, path: '/partners/tags/a%20b%2Fc' };
    expect(check(request, hmac(`GET:/tags/a%20b%2Fc:${TIMESTAMP}:`))).toBeUndefined();
    expect(check(request, hmac(`GET:/tags/a b/c:${TIMESTAMP}:`))).toBe(MISMATCH);
  });

  test('a timestamp in milliseconds is signed as the text it is', () => {
    const request = { ...get, timestamp: String(NOW + 417) };
    expect(check(request, hmac(`GET:/invoices:${NOW + 417}:`))).toBeUndefined();
    expect(check(request, hmac(`GET:/invoices:${TIMESTAMP}:`))).toBe(MISMATCH);
  });

  test('HEAD may be signed as HEAD or as the GET it stands for', () => {
    const request = { ...get, method: 'HEAD' };
    expect(check(request, hmac(`HEAD:/invoices:${TIMESTAMP}:`))).toBeUndefined();
    expect(check(request, hmac(`GET:/invoices:${TIMESTAMP}:`))).toBeUndefined();
    expect(check(get, hmac(`HEAD:/invoices:${TIMESTAMP}:`))).toBe(MISMATCH);
  });

  const nothings = [undefined, Buffer.alloc(0), Buffer.from('{}')];
  const hashes = ['', sha256('{}'), sha256('')];
  test.each(nothings.flatMap((body) => hashes.map((hash) => ({ body, hash }))))(
    'a body that says nothing ($body) may be hashed as "$hash"',
    ({ body, hash }) => {
      const request = { ...post, body };
      expect(check(request, hmac(`POST:/invoices:${TIMESTAMP}:${hash}`))).toBeUndefined();
    },
  );

  test.each(hashes)('a body that says something is never hashed as "%s"', (hash) => {
    expect(check(post, hmac(`POST:/invoices:${TIMESTAMP}:${hash}`))).toBe(MISMATCH);
    const spaced = { ...post, body: Buffer.from('{ }') };
    expect(check(spaced, hmac(`POST:/invoices:${TIMESTAMP}:${hash}`))).toBe(MISMATCH);
  });

  test('a multipart body is hashed as its raw bytes, or as ""', () => {
    const request = { ...post, contentType: 'Multipart/Form-Data; boundary=x', body: Buffer.from('--x--') };
    expect(check(request, hmac(`POST:/invoices:${TIMESTAMP}:${sha256('--x--')}`))).toBeUndefined();
    expect(check(request, hmac(`POST:/invoices:${TIMESTAMP}:`))).toBeUndefined();
    expect(check(request, hmac(`POST:/invoices:${TIMESTAMP}:${sha256('{}')}`))).toBe(MISMATCH);
  });
});

describe('what is refused', () => {
  const signature = hmac(`POST:/invoices:${TIMESTAMP}:${sha256(BODY)}`);

  test('every altered byte of the signature', () => {
    for (let index = 0; index < signature.length; index += 1) {
      for (const bit of [1, 2, 4, 8, 16, 32, 64]) {
        const altered = Buffer.from(signature);
        altered[index]! ^= bit;
        expect(check(post, altered.toString('latin1')), `byte ${index}, bit ${bit}`).toBe(MISMATCH);
      }
    }
  });

  test('every altered byte of the body', () => {
    for (let index = 0; index < BODY.length; index += 1) {
      const body = Buffer.from(BODY);
      body[index]! ^= 1;
      expect(check({ ...post, body }, signature), `byte ${index}`).toBe(MISMATCH);
    }
  });

  test('every altered character of path and timestamp, and another method', () => {
    for (let index = 0; index < post.path.length; index += 1) {
      const path = `${post.path.slice(0, index)}~${post.path.slice(index + 1)}`;
      expect(check({ ...post, path }, signature), path).toBe(MISMATCH);
    }
    expect(check({ ...post, timestamp: String(NOW / 1000 + 1) }, signature)).toBe(MISMATCH);
    expect(check({ ...post, timestamp: `0${TIMESTAMP}` }, signature)).toBe(MISMATCH);
    for (const method of ['PUT', 'PATCH', 'DELETE', 'GET']) {
      expect(check({ ...post, method }, signature), method).toBe(MISMATCH);
    }
  });

  test('a signature made with another app’s secret', () => {
    expect(check(post, hmac(`POST:/invoices:${TIMESTAMP}:${sha256(BODY)}`, 'another secret'))).toBe(MISMATCH);
  });

  test('upper-case hex, so that one request has one signature', () => {
    expect(check(post, signature)).toBeUndefined();
    expect(check(post, signature.toUpperCase())).toBe(MISMATCH);
  });

  test('signatures of another length or alphabet', () => {
    for (const text of [
      '',
      signature.slice(1),
      `${signature}0`,
      ` ${signature}`,
      `${signature}\n`,
      'z'.repeat(64),
    ]) {
      expect(check(post, text), JSON.stringify(text)).toBe(MISMATCH);
    }
  });

  test('a stale and a future timestamp, however well signed', () => {
    for (const timestamp of [String(NOW / 1000 - 301), String(NOW / 1000 + 301), 'yesterday']) {
      const request = { ...post, timestamp };
      expect(check(request, hmac(`POST:/invoices:${timestamp}:${sha256(BODY)}`)), timestamp).toBe(STALE);
    }
  });

  test('any body but the one that was signed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (bytes) => {
        const body = Buffer.from(bytes);
        fc.pre(!body.equals(BODY));
        expect(check({ ...post, body }, signature)).toBe(MISMATCH);
      }),
    );
  });
});
