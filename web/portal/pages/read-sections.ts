import type { PageSection } from '../layout/on-this-page.tsx';

const HEADING = /<h2 id="([^"]+)">([\s\S]*?)<\/h2>/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** The second-level headings of a text's HTML: read from there, so that their ids are those that are linked to. */
export function readSections(html: string): PageSection[] {
  return [...html.matchAll(HEADING)].map(([, id, content]) => ({
    id: id!,
    title: content!
      .replaceAll(/<[^>]+>/g, '')
      .replaceAll(/&[a-z0-9#]+;/g, (entity) => ENTITIES[entity] ?? entity),
  }));
}
