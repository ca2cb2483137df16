import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { decryptClientSecret, encryptClientSecret } from './client-secret.ts';

const KEY = randomBytes(32);

test('a secret opens with the key and app it was encrypted for', () => {
  const encrypted = encryptClientSecret(KEY, 'app', 'sécret');
  expect(decryptClientSecret(KEY, 'app', encrypted)).toBe('sécret');
  expect(encrypted.includes('cret')).toBe(false);
  expect(encryptClientSecret(KEY, 'app', 'sécret').equals(encrypted)).toBe(false);
});

test('another key, another app and any altered byte do not open it', () => {
  const encrypted = encryptClientSecret(KEY, 'app', 'secret');
  const refusal = 'does not open: was the server key changed?';
  expect(() => decryptClientSecret(randomBytes(32), 'app', encrypted)).toThrow(refusal);
  expect(() => decryptClientSecret(KEY, 'other', encrypted)).toThrow(refusal);
  for (let index = 0; index < encrypted.length; index += 1) {
    const altered = Buffer.from(encrypted);
    altered[index]! ^= 1;
    expect(() => decryptClientSecret(KEY, 'app', altered), `byte ${index}`).toThrow(refusal);
  }
  expect(() => decryptClientSecret(KEY, 'app', encrypted.subarray(0, 10))).toThrow(refusal);
});
