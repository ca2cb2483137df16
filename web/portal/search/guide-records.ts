import { readSections } from '../markdown/headings.ts';
import { plainText } from '../markdown/plain-text.ts';
import type { GuidePage } from '../model/pages.ts';
import type { SearchRecord } from './search-record.ts';

/** A section is looked for less often than the guide that it stands in. */
const SECTION_WEIGHT = 0.9;

/** A guide, and each of its sections by itself. */
export function guideRecords({ title, path, group, summary, markdown }: GuidePage): SearchRecord[] {
  return readSections(markdown).map((section) => {
    const text = plainText(section.markdown);
    const { heading } = section;
    if (!heading) return { kind: 'guide', title, path, detail: group, text: text || summary };
    return {
      kind: 'guide',
      title: heading.title,
      path: `${path}#${heading.id}`,
      detail: title,
      text,
      weight: SECTION_WEIGHT,
    };
  });
}
