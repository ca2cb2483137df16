import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readJsonBody } from './json-body.ts';

const read = (text: string | Buffer, contentType = 'application/json') =>
  readJsonBody(Buffer.from(text as string), { 'content-type': contentType });
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

it('reads an empty body as {} whatever its content type', () => {
  expect(readJsonBody(undefined, {})).toEqual({});
  expect(read('', 'text/plain')).toEqual({});
});

it('reads JSON under any parameter or suffix of its media type', () => {
  expect(read('{"a":1}', 'application/json; charset=utf-8')).toEqual({ a: 1 });
  expect(read('{"a":1}', 'Application/JSON')).toEqual({ a: 1 });
  expect(read('[]', 'application/problem+json')).toEqual([]);
});

it.each(['utf-8', 'UTF-8', '"utf-8"', 'utf8', 'us-ascii'])('reads a body in the charset %s', (charset) => {
  expect(read('{"a":"é"}', `application/json; charset=${charset}`)).toEqual({ a: 'é' });
  expect(read('{"a":1}', `application/json;Charset = ${charset}; profile=x`)).toEqual({ a: 1 });
});

it.each(['iso-8859-1', 'utf-16', '"windows-1252"', 'utf-7', 'utf-8; charset=latin1'])(
  'refuses a body in the charset %s as such',
  (charset) => {
    expect(() => read('{"a":1}', `application/json; charset=${charset}`)).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED_MEDIA_TYPE',
        message: expect.stringContaining('charset'),
      }),
    );
    expect(read('', `application/json; charset=${charset}`)).toEqual({});
  },
);

it('refuses a compressed body as such, and takes one that says it is not', () => {
  const headers = (encoding: string) => ({
    'content-type': 'application/json',
    'content-encoding': encoding,
  });
  expect(readJsonBody(Buffer.from('{}'), headers('Identity'))).toEqual({});
  expect(() => readJsonBody(gzipSync('{}'), headers('gzip'))).toThrow(
    expect.objectContaining({ code: 'UNSUPPORTED_MEDIA_TYPE', message: expect.stringContaining('encoding') }),
  );
});

it('lets the last of duplicate keys win', () => {
  expect(read('{"a":1,"a":2}')).toEqual({ a: 2 });
});

it('takes no prototype from a body', () => {
  const body = read(
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  ) as object;
  expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

it('allows 20 levels, refuses 21, and does not count brackets inside texts', () => {
  expect(read(nested(20))).toBeDefined();
  expect(() => read(nested(21))).toThrow(expect.objectContaining({ code: 'INVALID_JSON' }));
  expect(() => read(nested(100_000))).toThrow(expect.objectContaining({ code: 'INVALID_JSON' }));
  expect(read(JSON.stringify(`"${nested(50)}\\`))).toBe(`"${nested(50)}\\`);
});

it.each(['{', '{"a":}', 'undefined', "{'a':1}", '{"a":1}x', '\u{feff}{', 'NaN', '1e', '"\\x"'])(
  'refuses %j',
  (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'INVALID_JSON', status: 400 }));
  },
);

it('refuses bytes that are not UTF-8', () => {
  expect(() => read(Buffer.from([0x22, 0xff, 0xfe, 0x22]))).toThrow(
    expect.objectContaining({ code: 'INVALID_JSON' }),
  );
});

it.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/x+json',
  'json',
  undefined,
])('refuses a body of type %s', (contentType) => {
  expect(() => readJsonBody(Buffer.from('{}'), { 'content-type': contentType })).toThrow(
    expect.objectContaining({ code: 'UNSUPPORTED_MEDIA_TYPE' }),
  );
});
