import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { createHeadSigner } from './signed-head.ts';

const head = { workspaceId: uuidv7(), number: 42n, hash: 'ab'.repeat(32) };
const secretKey = randomBytes(32);

it('a signed head is read by whoever has the same server key, and by nobody else', () => {
  const signed = createHeadSigner(secretKey).sign(head);
  expect(createHeadSigner(secretKey).read(signed)).toEqual(head);
  expect(createHeadSigner(randomBytes(32)).read(signed)).toBeUndefined();
});

it('a head that was changed in any part is not read', () => {
  const signer = createHeadSigner(secretKey);
  const signed = signer.sign(head);
  const changes = [
    signed.replace(':42:', ':41:'),
    signed.replace('abab', 'abac'),
    signed.replace(head.workspaceId, uuidv7()),
    signed.slice(0, -1),
    `${signed}x`,
    'recount-head:1',
    '',
  ];
  for (const changed of changes) expect(signer.read(changed)).toBeUndefined();
});

it('the public key checks a signature without the server', () => {
  const signer = createHeadSigner(secretKey);
  const [, text, signature] = /^(.*):([^:]+)$/.exec(signer.sign(head))!;
  const key = createPublicKey({ key: Buffer.from(signer.publicKey, 'base64'), format: 'der', type: 'spki' });
  expect(verify(null, Buffer.from(text!), key, Buffer.from(signature!, 'base64url'))).toBe(true);
});
