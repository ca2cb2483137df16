import type { Group } from '../model/pages.ts';
import { joinBlocks } from './blocks.ts';

/** A group of the sidebar: its heading, what it is about, and a link with a summary for each of its pages. */
export function listGroup({ name, description, pages }: Group): string {
  if (pages.length === 0) return '';
  const links = pages.map((page) => {
    const call = page.kind === 'endpoint' ? `\`${page.method} ${page.endpoint}\`. ` : '';
    return `- [${page.title}](${page.path}): ${call}${page.summary}`;
  });
  return joinBlocks(`## ${name}`, description, links.join('\n'));
}
