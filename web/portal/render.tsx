import { render } from 'preact-render-to-string';
import type { BuiltFile } from './build/build-portal.ts';
import type { Assets } from './build/bundle.ts';
import { EndpointContent } from './endpoint/endpoint-content.tsx';
import { Document, type PageHead } from './layout/document.tsx';
import { renderTexts } from './markdown/render-texts.ts';
import type { Page, Portal } from './model/pages.ts';
import { ROOT } from './model/portal.ts';
import { ErrorContent } from './pages/error-content.tsx';
import { GuideContent } from './pages/guide-content.tsx';
import { HomeContent } from './pages/home-content.tsx';
import { NotFoundContent } from './pages/not-found-content.tsx';
import { renderSearchFile } from './search/search-file.ts';

/** Every file that is made of the portal's pages. */
export function renderPortal(portal: Portal, assets: Assets): BuiltFile[] {
  const searchFile = renderSearchFile(portal);
  const html = (name: string, head: PageHead, content: preact.ComponentChildren) => ({
    name,
    content: `<!doctype html>${render(
      <Document portal={portal} assets={assets} searchIndex={`/${searchFile.name}`} {...head}>
        {content}
      </Document>,
    )}`,
  });
  const home = { path: ROOT, title: portal.title, summary: `The developer portal of ${portal.title}.` };
  const notFound = { title: 'Not found', summary: 'There is no such page.' };
  return [
    html('docs/index.html', home, <HomeContent portal={portal} />),
    html('docs/404.html', notFound, <NotFoundContent />),
    ...portal.pages.map((page) => html(`${page.path.slice(1)}.html`, page, contentOf(page))),
    ...renderTexts(portal),
    searchFile,
  ];
}

function contentOf(page: Page) {
  switch (page.kind) {
    case 'endpoint':
      return <EndpointContent page={page} />;
    case 'error':
      return <ErrorContent page={page} />;
    case 'guide':
      return <GuideContent page={page} />;
  }
}
