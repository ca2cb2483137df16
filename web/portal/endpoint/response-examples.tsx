import { CodeBlock } from '../layout/code-block.tsx';
import { ErrorCode } from '../layout/error-code.tsx';
import type { EndpointResponse } from '../model/pages.ts';
import { ROOT } from '../model/portal.ts';
import { toSlug } from '../model/words.ts';

type Examples = EndpointResponse['examples'];

/** What the server answers with a status: the excerpt and the whole for a success, one for each code for an error. */
export function ResponseExamples({ response }: { readonly response: EndpointResponse }) {
  const { excerpt, examples, status } = response;
  if (!status.startsWith('2')) return <ErrorExamples status={status} examples={examples} />;
  return (
    <>
      {excerpt && <CodeBlock code={excerpt} language="json" label="Excerpt" />}
      {examples.map(({ name, value }) => (
        <CodeBlock key={name} code={print(value)} language="json" label="Full answer" />
      ))}
    </>
  );
}

/** One of them is chosen where scripts run (client/choices.ts); else they stand one below the other. */
function ErrorExamples({ status, examples }: { readonly status: string; readonly examples: Examples }) {
  return (
    <div class="choices" data-choices="Error code">
      {examples.map(({ name, summary, value }) => (
        <div key={name} class="choice" id={`status-${status}-${toSlug(name)}`} data-choice={name}>
          <p>
            <a href={`${ROOT}/errors/${toSlug(name)}`}>
              <ErrorCode code={name} />
            </a>{' '}
            {summary}
          </p>
          <CodeBlock code={print(value)} language="json" label="Answer" />
        </div>
      ))}
    </div>
  );
}

function print(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
