import type { ComponentChildren } from 'preact';
import type { Assets } from '../build/bundle.ts';
import { twinPath } from '../markdown/twin-path.ts';
import type { Portal } from '../model/pages.ts';
import { FAVICON } from './favicon.ts';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { PageTurn } from './page-turn.tsx';
import { SearchDialog } from './search-dialog.tsx';
import { Sidebar } from './sidebar.tsx';

/** What a page says of itself. */
export interface PageHead {
  /** The page's own path; left out where the page answers for any path, as `Not found` does. */
  readonly path?: string | undefined;
  readonly title: string;
  readonly summary: string;
}

interface DocumentProps extends PageHead {
  readonly portal: Portal;
  readonly assets: Assets;
  /** Where the browser finds what search knows. */
  readonly searchIndex: string;
  readonly children: ComponentChildren;
}

/** The whole HTML of a page: head, header, sidebar and what the page itself shows. */
export function Document({ portal, assets, searchIndex, path, title, summary, children }: DocumentProps) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === portal.title ? title : `${title} · ${portal.title}`}</title>
        <meta name="description" content={summary} />
        <meta name="color-scheme" content="light dark" />
        {path && <link rel="alternate" type="text/markdown" href={twinPath(path)} />}
        <link rel="icon" type="image/svg+xml" href={FAVICON} />
        <script src={assets.themeScript} />
        {assets.stylesheets.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        <script type="module" src={assets.script} />
      </head>
      <body>
        <a class="skip-link" href="#content">
          Skip to content
        </a>
        <Header portal={portal} />
        <div class="frame">
          <Sidebar groups={portal.groups} path={path} />
          <div class="column">
            <main id="content" tabIndex={-1} data-page={path}>
              {children}
              <PageTurn pages={portal.pages} path={path} />
            </main>
            <Footer portal={portal} path={path} />
          </div>
        </div>
        <SearchDialog index={searchIndex} />
      </body>
    </html>
  );
}
