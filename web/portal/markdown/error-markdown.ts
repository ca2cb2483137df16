import type { ErrorPage } from '../model/pages.ts';
import { attributeSection } from './attribute-section.ts';
import { joinBlocks, jsonBlock } from './blocks.ts';
import type { Repeats } from './shown.ts';

/** What stands on an error code's page below its title. */
export function errorMarkdown(page: ErrorPage, repeats: Repeats): string {
  const endpoints = page.endpoints.map(
    ({ title, path, method, endpoint }) => `- [${title}](${path}): \`${method} ${endpoint}\``,
  );
  return joinBlocks(
    `HTTP status ${page.status}. ${page.message}`,
    joinBlocks('## What to do', page.action),
    attributeSection('## Details', page.details, `the details of ${page.code}`, repeats),
    page.example !== undefined && joinBlocks('## Example', jsonBlock(page.example)),
    endpoints.length > 0 && joinBlocks('## Endpoints that answer it', endpoints.join('\n')),
  );
}
