/**
 * The key under which a name, number or e-mail is compared: same characters whatever their case or composition.
 * Stored beside the text, because behind row-level security an index on an expression is not used.
 */
export function caseKey(text: string): string {
  return text.normalize('NFC').toLowerCase().normalize('NFC');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID of any version, in any case (RFC 9562). */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
