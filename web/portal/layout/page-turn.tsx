import type { Page } from '../model/pages.ts';

interface PageTurnProps {
  readonly pages: readonly Page[];
  readonly path: string | undefined;
}

/** Links to the pages before and after this one, in the order of the sidebar. */
export function PageTurn({ pages, path }: PageTurnProps) {
  const place = pages.findIndex((page) => page.path === path);
  if (place < 0) return null;
  const previous = pages[place - 1];
  const next = pages[place + 1];
  return (
    <nav class="page-turn" aria-label="Previous and next page">
      {previous && (
        <a class="page-turn-previous" rel="prev" href={previous.path}>
          <span>Previous</span> {previous.title}
        </a>
      )}
      {next && (
        <a class="page-turn-next" rel="next" href={next.path}>
          <span>Next</span> {next.title}
        </a>
      )}
    </nav>
  );
}
