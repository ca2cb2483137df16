import { MethodBadge } from '../layout/method-badge.tsx';

interface EndpointLineProps {
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly endpoint: string;
}

/** `POST /partners/invoices`, its parameters set apart. */
export function EndpointLine({ method, endpoint }: EndpointLineProps) {
  return (
    <p class="endpoint-line">
      <MethodBadge method={method} />{' '}
      <code>
        {endpoint
          .split(/(\{[^}]+\})/)
          .map((part) => (part.startsWith('{') ? <var key={part}>{part}</var> : part))}
      </code>
    </p>
  );
}
