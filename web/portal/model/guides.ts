import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GuidePage } from './pages.ts';
import { ROOT } from './portal.ts';
import { firstSentence } from './words.ts';

/**
 * The guides of a folder, by file name: `10-quick-start.md` stands before `20-signing.md`, at `/docs/guides/quick-start`.
 * A guide starts with `# Title` and a sentence that sums it up.
 */
export function readGuides(folder: string): GuidePage[] {
  return readdirSync(folder)
    .filter((name) => /^\d+-.+\.md$/.test(name))
    .sort()
    .map((name) => toGuide(name.replace(/^\d+-(.+)\.md$/, '$1'), readFileSync(join(folder, name), 'utf8')));
}

/** A guide from its Markdown text. Throws Error where it does not start with a heading. */
export function toGuide(slug: string, text: string): GuidePage {
  const [, title, markdown] = /^# (.+)\n+([\s\S]*)$/.exec(text) ?? [];
  if (!title || !markdown) throw new Error(`The guide ${slug} must start with "# Title"`);
  return {
    kind: 'guide',
    path: `${ROOT}/guides/${slug}`,
    title,
    summary: firstSentence(markdown),
    group: 'Guides',
    markdown: markdown.trim(),
  };
}
