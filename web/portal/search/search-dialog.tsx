import { render } from 'preact';
import { createSearch, type Search } from './rank.ts';
import type { SearchRecord } from './search-record.ts';
import { optionId, SearchResults } from './search-results.tsx';

const MOVES: Readonly<Record<string, (active: number, count: number) => number>> = {
  ArrowDown: (active, count) => (active + 1) % count,
  ArrowUp: (active, count) => (active + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * Loads the index and connects the dialog with it: the combobox pattern, in which the focus stays in the input and the arrow
 * keys move among the results.
 *
 * @throws Error where the index cannot be loaded
 */
export async function connectSearch(dialog: HTMLDialogElement): Promise<void> {
  const answer = await fetch(dialog.dataset.searchIndex!);
  if (!answer.ok) throw new Error(`The search index answered ${answer.status}`);
  const records: SearchRecord[] = await answer.json();
  followInput(dialog, createSearch(records));
}

function followInput(dialog: HTMLDialogElement, search: Search): void {
  const input = dialog.querySelector('input')!;
  const list = dialog.querySelector<HTMLElement>('[role="listbox"]')!;
  const status = dialog.querySelector('[role="status"]')!;
  const options = () => [...list.querySelectorAll<HTMLAnchorElement>('[role="option"]')];
  let active = 0;

  const choose = (index: number) => {
    active = index;
    for (const [each, option] of options().entries())
      option.setAttribute('aria-selected', String(each === index));
    options()[index]?.scrollIntoView({ block: 'nearest' });
    if (options()[index]) input.setAttribute('aria-activedescendant', optionId(index));
    else input.removeAttribute('aria-activedescendant');
  };
  const show = () => {
    const query = input.value.trim();
    const groups = query ? search(query) : [];
    render(<SearchResults groups={groups} />, list);
    const count = options().length;
    list.hidden = count === 0;
    input.setAttribute('aria-expanded', String(count > 0));
    status.textContent = query ? describe(count, query) : '';
    list.scrollTop = 0;
    choose(0);
  };

  input.addEventListener('input', show);
  input.addEventListener('keydown', (event) => {
    const count = options().length;
    if (event.isComposing || count === 0) return;
    if (event.key === 'Enter') options()[active]!.click();
    const index = event.shiftKey ? undefined : MOVES[event.key]?.(active, count);
    if (index === undefined) return;
    event.preventDefault();
    choose(index);
  });
  list.addEventListener('mousemove', ({ target }) => {
    const index = options().indexOf((target as Element).closest('a')!);
    if (index >= 0 && index !== active) choose(index);
  });
  list.addEventListener('click', (event) => {
    const inNewTab = event.ctrlKey || event.metaKey || event.shiftKey;
    if ((event.target as Element).closest('a') && !inNewTab) dialog.close();
  });
  show();
}

function describe(count: number, query: string): string {
  if (count === 0) return `No results for “${query}”`;
  return count === 1 ? '1 result' : `${count} results`;
}
