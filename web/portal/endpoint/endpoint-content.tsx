import { ConsoleIsland } from '../console/console-island.tsx';
import { Feedback } from '../layout/feedback.tsx';
import { PageHeading } from '../layout/page-heading.tsx';
import type { EndpointPage } from '../model/pages.ts';
import { MarkdownText } from '../pages/markdown-text.tsx';
import { AttributeTable } from './attribute-table.tsx';
import { EndpointLine } from './endpoint-line.tsx';
import { Responses } from './responses.tsx';

/** The page of an endpoint. In the order of the HTML, which is that of a narrow screen, the console follows the request. */
export function EndpointContent({ page }: { readonly page: EndpointPage }) {
  return (
    <article class="endpoint">
      <div class="endpoint-request">
        <PageHeading page={page} />
        <EndpointLine method={page.method} endpoint={page.endpoint} />
        <MarkdownText text={page.description} />
        <AttributeTable title="Header Parameters" section="header" attributes={page.headers} />
        <AttributeTable title="Path Parameters" section="path" attributes={page.pathParameters} />
        <AttributeTable title="Query Parameters" section="query" attributes={page.queryParameters} />
        <AttributeTable title="Body Parameters" section="body" attributes={page.body} />
        <Feedback section="endpoint" />
      </div>
      <aside class="endpoint-console" id="console" aria-label="Try it">
        <ConsoleIsland page={page} />
      </aside>
      <section class="endpoint-response">
        <h2 id="response">Response</h2>
        <Responses page={page} />
        <Feedback section="response" />
      </section>
    </article>
  );
}
