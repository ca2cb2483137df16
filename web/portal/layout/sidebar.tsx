import type { Group, Page } from '../model/pages.ts';
import { toSlug } from '../model/words.ts';
import { ErrorCode } from './error-code.tsx';
import { MethodBadge } from './method-badge.tsx';

/** The sidebar is a popover on a narrow screen: it opens, and closes with Escape, without any script. */
export const MENU_ID = 'menu';

interface SidebarProps {
  readonly groups: readonly Group[];
  /** The page that it stands beside. */
  readonly path: string | undefined;
}

/** Every page, by group. The guides and the group of the page itself are open. */
export function Sidebar({ groups, path }: SidebarProps) {
  return (
    <nav class="sidebar" id={MENU_ID} aria-label="Pages" popover="auto">
      <button
        type="button"
        class="button-quiet menu-close"
        popovertarget={MENU_ID}
        popovertargetaction="hide"
      >
        Close
      </button>
      {groups.map((group) => (
        <details key={group.name} open={isOpen(group, path)} data-group={toSlug(group.name)}>
          <summary>{group.name}</summary>
          <ul>
            {group.pages.map((page) => (
              <li key={page.path}>
                <a href={page.path} aria-current={page.path === path ? 'page' : undefined}>
                  <PageName page={page} />
                </a>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </nav>
  );
}

function isOpen({ pages }: Group, path: string | undefined): boolean {
  return pages.some((page) => page.path === path || page.kind === 'guide');
}

function PageName({ page }: { readonly page: Page }) {
  if (page.kind === 'error') return <ErrorCode code={page.code} />;
  if (page.kind === 'guide') return page.title;
  return (
    <>
      <span>{page.title}</span>
      <MethodBadge method={page.method} />
    </>
  );
}
