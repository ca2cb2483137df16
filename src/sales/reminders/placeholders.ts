import type { z } from 'zod';
import { refuseSeveralLines, report, text } from '../../platform/http/fields.ts';

/** What a reminder's words may leave to the invoice. */
export const PLACEHOLDERS = [
  'invoiceNumber',
  'customer',
  'amountDue',
  'dueDate',
  'businessName',
  'link',
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

const PATTERN = new RegExp(String.raw`\{\{\s*(${PLACEHOLDERS.join('|')})\s*\}\}`, 'g');
const KNOWN = PLACEHOLDERS.map((name) => `{{${name}}}`).join(', ');

/** Puts the words of an invoice in the place of each placeholder, once: what they say is not looked through again. */
export function fillPlaceholders(words: string, values: Readonly<Record<Placeholder, string>>): string {
  return words.replaceAll(PATTERN, (_, name: Placeholder) => values[name]);
}

/** Text with placeholders; another one, or a brace too many, would reach the customer as it stands. */
export function wordsWithPlaceholders(longest: number) {
  return text(longest).superRefine((value, context) => {
    if (/\{\{|\}\}/.test(value.replaceAll(PATTERN, '')))
      report(context, 'INVALID_VALUE', `must be free of double braces other than ${KNOWN}`);
  });
}

/** The same on one line. */
export function lineWithPlaceholders(longest: number): z.ZodType<string, string> {
  return wordsWithPlaceholders(longest).superRefine(refuseSeveralLines);
}
