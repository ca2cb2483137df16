import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const UI = join(import.meta.dirname, '..', '..', '..', 'web', 'ui');
const SHARED = [join(UI, 'tokens.css'), join(UI, 'served-page.css')];

/**
 * The look of pages that the server renders: the tokens that all of Recount's pages share, what served pages
 * start from, and the pages' own rules.
 *
 * @param folder under which it is served
 * @param file the pages' own rules
 */
export function readStylesheet(
  folder: string,
  file: string,
): { readonly path: string; readonly name: string; readonly text: string } {
  const text = [...SHARED, file].map((path) => readFileSync(path, 'utf8')).join('\n');
  const name = `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.css`;
  return { path: `${folder}/${name}`, name, text };
}
