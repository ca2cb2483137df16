import type { Page, Portal } from '../model/pages.ts';
import { ROOT } from '../model/portal.ts';
import { joinBlocks } from './blocks.ts';
import { endpointMarkdown } from './endpoint-markdown.ts';
import { errorMarkdown } from './error-markdown.ts';
import { listGroup } from './page-list.ts';
import { type Repeats, withinPage } from './shown.ts';
import { linkToTwins } from './twin-path.ts';

/** A whole page as Markdown: its title, its address, and everything that its HTML shows. */
export function toMarkdown(page: Page, portal: Portal, repeats = withinPage()): string {
  const content = contentOf(page, portal, repeats);
  return finish(joinBlocks(`# ${page.title}`, `Page: ${page.path}`, content), portal);
}

/** The first page as Markdown: every page, by group, with its summary. */
export function homeMarkdown(portal: Portal): string {
  return finish(
    joinBlocks(
      `# ${portal.title}`,
      `Page: ${ROOT}`,
      `Version ${portal.version}. ${portal.summary}`,
      portal.description,
      ...portal.groups.map(listGroup),
    ),
    portal,
  );
}

/** Markdown as it goes into a file: links lead to twins, and it ends with a line break. */
export function finish(markdown: string, portal: Portal): string {
  const pages = new Set([ROOT, ...portal.pages.map(({ path }) => path)]);
  return `${linkToTwins(markdown, pages)}\n`;
}

function contentOf(page: Page, portal: Portal, repeats: Repeats): string {
  switch (page.kind) {
    case 'endpoint':
      return endpointMarkdown(page, portal, repeats);
    case 'error':
      return errorMarkdown(page, repeats);
    case 'guide':
      return page.markdown;
  }
}
