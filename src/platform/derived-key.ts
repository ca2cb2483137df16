import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Signs short texts for one purpose with a key that follows from the server's.
 *
 * @param length how many characters of the signature are kept, of 43; 6 bits each
 */
export function createSigner(secretKey: Buffer, purpose: string, length = 43) {
  const key = createHmac('sha256', secretKey).update(purpose).digest();
  const sign = (text: string): string =>
    createHmac('sha256', key).update(text).digest('base64url').slice(0, length);
  return {
    sign,
    /** Whether a signature is that of the text; takes as long for any. */
    matches(text: string, signature: string): boolean {
      const expected = Buffer.from(sign(text));
      const given = Buffer.from(signature);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
