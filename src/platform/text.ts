/**
 * The key under which a name, number or e-mail is compared: same characters whatever their case or composition.
 * Stored beside the text, because behind row-level security an index on an expression is not used.
 */
export function caseKey(text: string): string {
  return text.normalize('NFC').toLowerCase().normalize('NFC');
}
