import { MethodBadge } from '../layout/method-badge.tsx';
import type { EndpointPage } from '../model/pages.ts';

/** Endpoints with their method, name and path, each a link to its page. */
export function EndpointDirectory({ endpoints }: { readonly endpoints: readonly EndpointPage[] }) {
  return (
    <ul class="directory">
      {endpoints.map(({ path, method, title, endpoint }) => (
        <li key={path}>
          <a href={path}>
            <MethodBadge method={method} /> <span class="directory-title">{title}</span>{' '}
            <code>{endpoint}</code>
          </a>
        </li>
      ))}
    </ul>
  );
}
