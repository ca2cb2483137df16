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

/** Control characters, separators of lines, and what changes the order in which text is read. */
const NOT_OF_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** Whether a text may stand on one line of a mail's head. */
export function isSingleLine(text: string): boolean {
  return !NOT_OF_A_LINE.test(text);
}

/** A text on one line: what must not stand there becomes a blank. */
export function toSingleLine(text: string): string {
  return text.replaceAll(new RegExp(NOT_OF_A_LINE, 'gu'), ' ');
}
