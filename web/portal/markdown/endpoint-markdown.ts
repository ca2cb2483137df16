import { toConsoleProps } from '../console/console-props.ts';
import { toRequest } from '../console/request-values.ts';
import type { EndpointPage, EndpointResponse, Portal } from '../model/pages.ts';
import { writeCurl } from '../samples/curl.ts';
import { hasAddition } from './attribute-list.ts';
import { attributeSection } from './attribute-section.ts';
import { codeBlock, joinBlocks, jsonBlock } from './blocks.ts';
import type { Repeats } from './shown.ts';

const ACCESS: Readonly<Record<EndpointPage['access'], string>> = {
  partner: 'a signature and the access token of a workspace.',
  signature: 'a signature; no access token.',
  public: 'none needed.',
};

/** What stands on an endpoint's page below its title, in the same order. */
export function endpointMarkdown(page: EndpointPage, portal: Portal, repeats: Repeats): string {
  const { title } = page;
  const section = (heading: string, attributes: EndpointPage['body'], place: string) =>
    attributeSection(`## ${heading}`, attributes, `the ${place} of ${title}`, repeats);
  return joinBlocks(
    codeBlock(`${page.method} ${page.endpoint}`, 'http'),
    `Access: ${ACCESS[page.access]}`,
    page.description,
    goesBeyond(page) && 'What is marked “addition” goes beyond the reference that this API follows.',
    section('Header parameters', page.headers, 'header parameters'),
    section('Path parameters', page.pathParameters, 'path parameters'),
    section('Query parameters', page.queryParameters, 'query parameters'),
    section('Body parameters', page.body, 'body parameters'),
    page.bodyExample !== undefined && joinBlocks('## Request example', jsonBlock(page.bodyExample)),
    joinBlocks('## Sample', codeBlock(curlSample(page), 'bash')),
    '## Responses',
    ...page.responses.map((response) => responseMarkdown(page, response, portal, repeats)),
  );
}

/** The same program that the page shows, with the values of its console. */
function curlSample(page: EndpointPage): string {
  const props = toConsoleProps(page);
  return writeCurl(toRequest(props, props.example), page.server);
}

function goesBeyond(page: EndpointPage): boolean {
  const { headers, pathParameters, queryParameters, body, responses } = page;
  return [headers, pathParameters, queryParameters, body, ...responses.map((each) => each.attributes)].some(
    hasAddition,
  );
}

function responseMarkdown(
  { title }: EndpointPage,
  response: EndpointResponse,
  portal: Portal,
  repeats: Repeats,
): string {
  const { status, description, excerpt, examples, attributes, file } = response;
  const before = repeats.parts.before(response, `the answer ${status} of ${title}`);
  if (before) return joinBlocks(`### ${status}`, `${description.replace(/\.$/, '')}: the same as ${before}.`);
  const codes = examples.flatMap(({ name, summary }) => {
    const page = portal.pages.find((each) => each.kind === 'error' && each.code === name);
    return page ? [`- [\`${name}\`](${page.path}): ${summary}`] : [];
  });
  const [example] = examples;
  return joinBlocks(
    `### ${status}`,
    description,
    file !== undefined && `The body is a file: \`${file}\`.`,
    codes.length > 0 && joinBlocks('Error codes:', codes.join('\n')),
    excerpt && joinBlocks('Excerpt:', codeBlock(excerpt, 'json')),
    example &&
      joinBlocks(
        codes.length > 0 ? `Example (\`${example.name}\`):` : excerpt ? 'The whole answer:' : 'Example:',
        jsonBlock(example.value),
      ),
    attributes.length > 0 &&
      attributeSection('Attributes:', attributes, `the answer ${status} of ${title}`, repeats),
  );
}
