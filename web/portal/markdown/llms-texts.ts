import type { EndpointPage, Portal } from '../model/pages.ts';
import { listAttributes } from './attribute-list.ts';
import { joinBlocks } from './blocks.ts';
import { listGroup } from './page-list.ts';
import { rememberShown } from './shown.ts';
import { finish, toMarkdown } from './to-markdown.ts';

/** llms.txt, as llmstxt.org describes it: what an agent must know before its first call, and where everything stands. */
export function llmsText(portal: Portal): string {
  return finish(
    joinBlocks(
      `# ${portal.title}`,
      `> ${portal.summary}`,
      preface(portal),
      ...portal.groups.map(listGroup),
      '## Optional\n\n- [Everything in one file](/llms-full.txt): every guide, endpoint and error code.',
    ),
    portal,
  );
}

/** Every page in one file: guides, endpoints, error codes. Fields that were shown once are referred to. */
export function llmsFullText(portal: Portal): string {
  const shown = rememberShown();
  const repeats = { tables: shown, parts: shown };
  const texts = portal.pages.map((page) => toMarkdown(page, portal, repeats).trimEnd());
  return finish(
    [
      joinBlocks(`# ${portal.title}`, `> ${portal.summary}`, preface(portal), 'Every page follows.'),
      ...texts,
    ].join('\n\n---\n\n'),
    portal,
  );
}

function preface(portal: Portal): string {
  const endpoints = portal.pages.filter((page): page is EndpointPage => page.kind === 'endpoint');
  const partner = endpoints.filter(({ access }) => access === 'partner');
  const others = endpoints.filter(({ access }) => access !== 'partner');
  return joinBlocks(
    portal.description,
    `Version ${portal.version}. Base URL: the address that this file came from; \`${portal.baseUrl}\` where a server was started as it comes. Paths below, and links to pages, start there.`,
    partner.length > 0 &&
      joinBlocks(
        'The headers of a call (`Idempotency-Key` and the like only where an endpoint’s page lists them):',
        listAttributes(headersOf(partner), 'a call'),
      ),
    others.length > 0 &&
      `Without an access token: ${others.map(({ title, path }) => `[${title}](${path})`).join(', ')}.`,
  );
}

/** Every header that one of the endpoints takes, once. */
function headersOf(endpoints: readonly EndpointPage[]): EndpointPage['headers'] {
  return [...new Map(endpoints.flatMap(({ headers }) => headers).map((each) => [each.name, each])).values()];
}
