import type { BuiltFile } from '../build/build-portal.ts';
import type { Portal } from '../model/pages.ts';
import { ROOT } from '../model/portal.ts';
import { llmsFullText, llmsText } from './llms-texts.ts';
import { homeMarkdown, toMarkdown } from './to-markdown.ts';
import { twinPath } from './twin-path.ts';

/** The Markdown twin of every page, llms.txt and llms-full.txt. */
export function renderTexts(portal: Portal): BuiltFile[] {
  const twin = (path: string, content: string) => ({ name: twinPath(path).slice(1), content });
  return [
    twin(ROOT, homeMarkdown(portal)),
    ...portal.pages.map((page) => twin(page.path, toMarkdown(page, portal))),
    { name: 'llms.txt', content: llmsText(portal) },
    { name: 'llms-full.txt', content: llmsFullText(portal) },
  ];
}
