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
  const { status, description, attributes, examples } = response;
  const id = `status-${status}`;
  return (
    <section class="tab-panel" id={id} data-tab={status} data-tone={toneOf(status)}>
      <h3 class="tab-heading">{status}</h3>
      <p class="response-description">
        <span class="response-kind">{Array.isArray(examples[0]?.value) ? 'Array' : 'Object'}</span>{' '}
        {description}
      </p>
      <ResponseExamples response={response} />
      <AttributeTable
        title="Response Attributes"
        section={`response-${status}`}
        attributes={attributes}
        level={3}
      />
    </section>
  );
}

function toneOf(status: string): 'success' | 'warning' | 'danger' {
  if (status.startsWith('2')) return 'success';
  return status.startsWith('5') ? 'danger' : 'warning';
}
