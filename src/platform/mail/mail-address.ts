const PART = String.raw`[^\s@<>(),;:"[\]\\\p{C}]+`;
const DOMAIN = String.raw`(?=.*\p{L})[^\s@<>(),;:"[\]\\\p{C}]+\.[^\s@<>(),;:"[\]\\\p{C}.]+`;
const ADDRESS = new RegExp(`^${PART}@${DOMAIN}$`, 'u');

/** The longest that the path of SMTP takes (RFC 5321 4.5.3.1.3, without its angle brackets). */
const LONGEST = 254;

/**
 * Whether a text is one address that mail can go to. Nothing in it could end the line of a header or begin another
 * address: no control characters, no white space, no quotes, commas or brackets.
 */
export function isMailAddress(text: string): boolean {
  return text.length <= LONGEST && ADDRESS.test(text);
}
