/** A digest as somebody wrote it down. */
export interface WrittenDigest {
  /** Its 64 lower-case hex digits, where they can be told. */
  readonly hex: string | undefined;
  /** One sentence: how to write it as 64 lower-case hex digits; undefined where it is so written. */
  readonly fault: string | undefined;
}

const PREFIX = /^(?:hmac[-_]?)?sha-?256\s*[=:]\s*|^v\d=|^0x/i;
const OTHER_ALGORITHMS: Readonly<Record<number, string>> = {
  32: 'MD5',
  40: 'SHA-1',
  56: 'SHA-224',
  96: 'SHA-384',
  128: 'SHA-512',
};

/** Reads a SHA-256 digest in whichever form a client wrote it: the hex digits, and what is wrong with the form. */
export function readDigest(text: string): WrittenDigest {
  if (/^[0-9a-f]{64}$/.test(text)) return { hex: text, fault: undefined };
  const bare = text.trim().replace(/^["']|["']$/g, '');
  if (bare !== text)
    return { hex: readDigest(bare).hex, fault: 'Take away the blanks, line breaks or quotes around it.' };
  const prefix = PREFIX.exec(text)?.[0];
  if (prefix) {
    const rest = readDigest(text.slice(prefix.length));
    if (rest.hex) return { hex: rest.hex, fault: `Leave out \`${prefix}\`: send the 64 hex digits alone.` };
  }
  if (/^[0-9a-f]{64}$/i.test(text))
    return { hex: text.toLowerCase(), fault: 'Write the hex digits in lower case.' };
  return readBase64(text) ?? { hex: undefined, fault: describeOther(text) };
}

function readBase64(text: string): WrittenDigest | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) {
    return { hex: bytes.toString('hex'), fault: 'Write the digest as hex digits, not as base64.' };
  }
  const decoded = bytes.toString('latin1');
  if (/^[0-9a-f]{64}$/i.test(decoded))
    return {
      hex: decoded.toLowerCase(),
      fault: 'Send the hex digits as they are, without base64 over them.',
    };
  return undefined;
}

function describeOther(text: string): string {
  const algorithm = /^[0-9a-f]+$/i.test(text) ? OTHER_ALGORITHMS[text.length] : undefined;
  if (algorithm) return `Use SHA-256: ${text.length} hex digits look like ${algorithm}.`;
  return `It must be 64 lower-case hex digits, and this is ${text.length} characters of another form.`;
}
