import { toFileName } from '../documents/file-name.ts';
import { wordsOf } from '../documents/words/words.ts';
import type { StatementDocument } from './load-statement-document.ts';

/** `Statement Aimee 2026-07-31.pdf`, in the language of the template. */
export function statementFileName({ customer, period, template }: StatementDocument, ending: string): string {
  const name = toFileName(customer.name).slice(0, 100);
  return `${wordsOf(template.language).statement.title} ${name} ${period.endDate}.${ending}`;
}
