import { AttributeTable } from '../endpoint/attribute-table.tsx';
import { CodeBlock } from '../layout/code-block.tsx';
import { ErrorCode } from '../layout/error-code.tsx';
import { Feedback } from '../layout/feedback.tsx';
import { PageHeading } from '../layout/page-heading.tsx';
import type { ErrorPage } from '../model/pages.ts';
import { EndpointDirectory } from './endpoint-directory.tsx';
import { MarkdownText } from './markdown-text.tsx';

export function ErrorContent({ page }: { readonly page: ErrorPage }) {
  return (
    <article class="error-page">
      <PageHeading page={page}>
        <ErrorCode code={page.code} />
      </PageHeading>
      <p class="error-status">
        <span class="status-badge">{page.status}</span> {page.message}
      </p>
      <section>
        <h2 id="what-to-do">What to do</h2>
        <MarkdownText text={page.action} />
      </section>
      <AttributeTable title="Details" section="details" attributes={page.details} />
      {page.example !== undefined && (
        <section>
          <h2 id="example">Example</h2>
          <CodeBlock
            code={JSON.stringify(page.example, null, 2)}
            language="json"
            label={`Status ${page.status}`}
          />
        </section>
      )}
      {page.endpoints.length > 0 && (
        <section>
          <h2 id="endpoints">Endpoints that answer it</h2>
          <EndpointDirectory endpoints={page.endpoints} />
        </section>
      )}
      <Feedback section="page" />
    </article>
  );
}
