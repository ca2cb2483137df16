import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SIGN_IN_PATH } from './authorize-initiate.ts';

const PARTS = [
  join(import.meta.dirname, '..', '..', '..', 'web', 'ui', 'tokens.css'),
  join(import.meta.dirname, 'sign-in.css'),
];

/** The look of the pages: the tokens that all of Recount's pages share, and their own rules. */
export function readStylesheet(): { readonly path: string; readonly text: string } {
  const text = PARTS.map((path) => readFileSync(path, 'utf8')).join('\n');
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { path: `${SIGN_IN_PATH}/${hash}.css`, text };
}
