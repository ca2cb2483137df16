import type { Portal } from '../model/pages.ts';
import { ROOT } from '../model/portal.ts';
import { Mark, MenuIcon, SearchIcon } from './icons.tsx';
import { SERVER_LINKS } from './server-links.ts';
import { MENU_ID } from './sidebar.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** The bar at the top: where one is, search, and the theme. */
export function Header({ portal }: { readonly portal: Portal }) {
  return (
    <header class="site-header">
      <button type="button" class="menu-button" popovertarget={MENU_ID}>
        <MenuIcon />
        <span class="visually-hidden">Menu</span>
      </button>
      <a class="site-name" href={ROOT}>
        <Mark />
        <span>{portal.title}</span> <span class="site-kind">Developers</span>
      </a>
      <button type="button" class="search-button" data-open-search aria-keyshortcuts="/">
        <SearchIcon />
        <span class="search-word">Search</span>
        <kbd>/</kbd>
      </button>
      <nav class="site-links" aria-label="API description">
        {SERVER_LINKS.slice(0, 2).map(({ href, label }) => (
          <a key={href} href={href}>
            {label}
          </a>
        ))}
      </nav>
      <ThemeSwitch />
    </header>
  );
}
