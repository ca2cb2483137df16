/**
 * The key under which a number or e-mail is compared: same characters whatever their case or composition.
 * Stored beside the text, because behind row-level security an index on an expression is not used.
 */
export function caseKey(text: string): string {
  return text.normalize('NFC').toLowerCase().normalize('NFC');
}

/**
 * The key under which a name is compared: as `caseKey`, and whatever blanks stand around it or how many between its words.
 * Nobody sees two names where they differ in no more. Products, whose names need not be unique, are looked up exactly.
 */
export function nameKey(name: string): string {
  return caseKey(name).trim().replaceAll(/\s+/g, ' ');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID of any version, in any case (RFC 9562). */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Control characters, separators of lines, and what changes the order in which text is read. */
const NOT_OF_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** Whether a text may stand on one line, such as a number, or one of a mail's head. */
export function isSingleLine(text: string): boolean {
  return !NOT_OF_A_LINE.test(text);
}

/** A text on one line: what must not stand there becomes a blank. */
export function toSingleLine(text: string): string {
  return text.replaceAll(new RegExp(NOT_OF_A_LINE, 'gu'), ' ');
}
