import type { EndpointPage, EndpointResponse } from '../model/pages.ts';
import { AttributeTable } from './attribute-table.tsx';
import { ResponseExamples } from './response-examples.tsx';

/** One panel a status: tabs where scripts run (client/tabs.ts), one below the other where they do not. */
export function Responses({ page }: { readonly page: EndpointPage }) {
  return (
    <div class="tabs" data-tabs="Response status">
      {page.responses.map((response) => (
        <ResponsePanel key={response.status} response={response} />
      ))}
    </div>
  );
}

function ResponsePanel({ response }: { readonly response: EndpointResponse }) {
  const { status, description, attributes } = response;
  const id = `status-${status}`;
  return (
    <section class="tab-panel" id={id} data-tab={status} data-tone={toneOf(status)}>
      <h3 class="tab-heading">{status}</h3>
      <p class="response-description">
        <span class="response-kind">{kindOf(response)}</span> {description}
      </p>
      <ResponseExamples response={response} />
      {attributes.length > 0 && (
        <AttributeTable
          title="Response Attributes"
          section={`response-${status}`}
          attributes={attributes}
          level={3}
        />
      )}
    </section>
  );
}

function kindOf({ examples, file }: EndpointResponse): string {
  if (examples.length === 0) return file ?? 'Empty';
  return Array.isArray(examples[0]?.value) ? 'Array' : 'Object';
}

function toneOf(status: string): 'success' | 'warning' | 'danger' {
  if (/^[23]/.test(status)) return 'success';
  return status.startsWith('5') ? 'danger' : 'warning';
}
