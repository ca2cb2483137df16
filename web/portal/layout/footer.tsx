import { twinPath } from '../markdown/twin-path.ts';
import type { Portal } from '../model/pages.ts';
import { SERVER_LINKS } from './server-links.ts';

interface FooterProps {
  readonly portal: Portal;
  readonly path: string | undefined;
}

/** The version, and the same content in other forms. */
export function Footer({ portal, path }: FooterProps) {
  return (
    <footer class="site-footer">
      <p>
        {portal.title} {portal.version}
      </p>
      <ul>
        {SERVER_LINKS.map(({ href, label }) => (
          <li key={href}>
            <a href={href}>{label}</a>
          </li>
        ))}
        {path && (
          <li>
            <a href={twinPath(path)}>This page as Markdown</a>
          </li>
        )}
      </ul>
    </footer>
  );
}
