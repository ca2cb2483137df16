import { randomBytes } from 'node:crypto';
import { createSigner } from '../../platform/derived-key.ts';

export type DeviceMarks = ReturnType<typeof createDeviceMarks>;

/**
 * Marks that a browser keeps, once a person has signed in with it. A mark opens nothing: it only has the person's wrong
 * passwords counted apart from those of strangers, so that these cannot lock the person out.
 */
export function createDeviceMarks(secretKey: Buffer) {
  const signer = createSigner(secretKey, 'device of a person');
  return {
    make(personId: string): string {
      const nonce = randomBytes(16).toString('base64url');
      return `${nonce}.${signer.sign(`${nonce} ${personId}`)}`;
    },
    /** Whether a mark was made for this person. */
    belongsTo(mark: string | undefined, personId: string): boolean {
      const [, nonce, signature] = /^([\w-]{22})\.([\w-]{43})$/.exec(mark ?? '') ?? [];
      return nonce !== undefined && signer.matches(`${nonce} ${personId}`, signature!);
    },
  };
}
