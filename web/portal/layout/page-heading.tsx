import type { ComponentChildren } from 'preact';
import { twinPath } from '../markdown/twin-path.ts';
import type { Page } from '../model/pages.ts';
import { CopyIcon } from './icons.tsx';

interface PageHeadingProps {
  readonly page: Page;
  /** The heading, where it is more than the title. */
  readonly children?: ComponentChildren;
}

/** The title of a page, its group above it, and the ways to take the page along. */
export function PageHeading({ page, children }: PageHeadingProps) {
  return (
    <div class="page-heading">
      <p class="eyebrow">{page.group}</p>
      <h1>{children ?? page.title}</h1>
      <div class="page-tools">
        <button type="button" class="button-quiet" data-copy-page={twinPath(page.path)}>
          <CopyIcon />
          Copy page
        </button>
        <a class="button-quiet" href={twinPath(page.path)}>
          View as Markdown
        </a>
      </div>
    </div>
  );
}
