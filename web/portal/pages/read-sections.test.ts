import { expect, it } from 'vitest';
import { toHtml } from '../markdown/to-html.ts';
import { readSections } from './read-sections.ts';

it('lists the second-level headings of a text by the ids that they have, as plain text', () => {
  const html = toHtml('## Sign & send\n\nText.\n\n### Within\n\n## The `body`\n\n## The `body`\n');
  const sections = readSections(html);
  expect(sections.map(({ title }) => title)).toEqual(['Sign & send', 'The body', 'The body']);
  for (const { id } of sections) expect(html).toContain(`<h2 id="${id}">`);
  expect(new Set(sections.map(({ id }) => id)).size).toBe(3);
});
