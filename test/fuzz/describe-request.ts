import type { FuzzRequest } from './generate/make-request.ts';

const LONGEST = 4_000;

/** A request as a line that curl would send; bytes that are no text as escapes of bash. */
export function describeRequest({ method, url, headers, body }: FuzzRequest): string {
  const parts = [`curl -X ${method} ${quote(`http://localhost${url}`)}`];
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quote(`${name}: ${value}`)}`);
  if (body !== undefined) parts.push(`--data-binary ${quote(body)}`);
  const line = parts.join(' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}… (${line.length} characters)` : line;
}

function quote(text: string | Buffer): string {
  const isPlain = typeof text === 'string' && /^[\x20-\x7e]*$/.test(text);
  if (isPlain) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = [...Buffer.from(text)].map((byte) => {
    const character = String.fromCharCode(byte);
    if (character === "'" || character === '\\') return `\\${character}`;
    return byte >= 0x20 && byte < 0x7f ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `$'${escaped.join('')}'`;
}
