import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readDigest } from './digest-form.ts';

const bytes = createHash('sha256').update('body').digest();
const hex = bytes.toString('hex');

test('64 lower-case hex digits are a digest as it must be', () => {
  expect(readDigest(hex)).toEqual({ hex, fault: undefined });
});

test.each([
  [hex.toUpperCase(), 'Write the hex digits in lower case.'],
  [bytes.toString('base64'), 'Write the digest as hex digits, not as base64.'],
  [bytes.toString('base64url'), 'Write the digest as hex digits, not as base64.'],
  [Buffer.from(hex).toString('base64'), 'Send the hex digits as they are, without base64 over them.'],
  [`sha256=${hex}`, 'Leave out `sha256=`: send the 64 hex digits alone.'],
  [`SHA-256: ${hex}`, 'Leave out `SHA-256: `: send the 64 hex digits alone.'],
  [`hmac-sha256=${hex.toUpperCase()}`, 'Leave out `hmac-sha256=`: send the 64 hex digits alone.'],
  [` ${hex}\n`, 'Take away the blanks, line breaks or quotes around it.'],
  [`"${hex}"`, 'Take away the blanks, line breaks or quotes around it.'],
])('%j can be read, and is told how to be written', (text, fault) => {
  expect(readDigest(text)).toEqual({ hex, fault });
});

test.each([
  ['md5', 32, 'MD5'],
  ['sha1', 40, 'SHA-1'],
  ['sha512', 128, 'SHA-512'],
])('a digest of %s is known by its length', (algorithm, length, name) => {
  const text = createHash(algorithm).update('body').digest('hex');
  expect(readDigest(text)).toEqual({
    hex: undefined,
    fault: `Use SHA-256: ${length} hex digits look like ${name}.`,
  });
});

test.each(['', 'hello', hex.slice(1), `${hex}0`, 'é'.repeat(64)])('%j cannot be read', (text) => {
  const { hex: read, fault } = readDigest(text);
  expect(read).toBeUndefined();
  expect(fault).toContain(`this is ${text.length} characters`);
});
