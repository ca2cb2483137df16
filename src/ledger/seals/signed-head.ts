import { createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto';

/** The last seal of a workspace's chain: it commits to every entry before it. */
export interface ChainHead {
  readonly workspaceId: string;
  /** How many entries are sealed. */
  readonly number: bigint;
  /** SHA-256 in hex. */
  readonly hash: string;
}

/** Signs heads with a key that is not in the database, and tells whether it has signed one. */
export interface HeadSigner {
  /** The Ed25519 key that anybody can check a signature with, as SPKI in base64. */
  readonly publicKey: string;
  /** The head and its signature in one word: `recount-head:1:<workspace>:<number>:<hash>:<signature>`. */
  sign(head: ChainHead): string;
  /**
   * Reads what `sign` wrote.
   *
   * @returns undefined where it is no such word, or was not signed with this key
   */
  read(signedHead: string): ChainHead | undefined;
}

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410, 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SIGNED_HEAD = /^(recount-head:1:([0-9a-f-]{36}):(\d{1,18}):([0-9a-f]{64})):([\w-]{86})$/;

/** Makes the signer whose key follows from the server's. */
export function createHeadSigner(secretKey: Buffer): HeadSigner {
  const seed = Buffer.from(hkdfSync('sha256', secretKey, '', 'recount chain head', 32));
  const key = Buffer.concat([PKCS8_PREFIX, seed]);
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    sign({ workspaceId, number, hash }) {
      const text = `recount-head:1:${workspaceId}:${number}:${hash}`;
      return `${text}:${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
    },
    read(signedHead) {
      const [, text = '', workspaceId = '', number = '', hash = '', signature = ''] =
        SIGNED_HEAD.exec(signedHead) ?? [];
      if (text === '' || !verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url')))
        return undefined;
      return { workspaceId, number: BigInt(number), hash };
    },
  };
}
