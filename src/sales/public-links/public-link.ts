import { createSigner } from '../../platform/derived-key.ts';

const UUID_BYTES = 16;
/** Of base64url, 132 bits: as many as nobody guesses, in a link that stays on one line of a mail. */
const SIGNATURE_LENGTH = 22;
/** The link's id, and its signature. */
const TOKEN = new RegExp(`^([\\w-]{22})([\\w-]{${SIGNATURE_LENGTH}})$`);

/**
 * Makes the tokens of public links, and reads them. A token is the link's id and what the server key signs it with: nobody
 * without that key can make one, the database holds nothing that opens a link, and yet the server can tell it again.
 */
export function createLinkTokens(secretKey: Buffer) {
  const signer = createSigner(secretKey, 'public links', SIGNATURE_LENGTH);
  return {
    make: (linkId: string): string => toToken(linkId) + signer.sign(linkId),
    /** The id of the link; undefined where the token was not made here. */
    read(token: string): string | undefined {
      const [, id, signature] = TOKEN.exec(token) ?? [];
      if (id === undefined || signature === undefined) return undefined;
      const linkId = toUuid(id);
      return signer.matches(linkId, signature) ? linkId : undefined;
    },
  };
}

/** Where the document of a token is seen. */
export function toPublicUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/i/${token}`;
}

function toToken(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}

function toUuid(text: string): string {
  const hex = Buffer.from(text, 'base64url').subarray(0, UUID_BYTES).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
