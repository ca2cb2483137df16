import { showOneOf } from './one-of.ts';

const MOVES: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

for (const box of document.querySelectorAll<HTMLElement>('[data-tabs]')) setUpTabs(box);

/** Turns panels that stand one below the other into tabs, with the arrow keys of the ARIA pattern. */
function setUpTabs(box: HTMLElement): void {
  const panels = [...box.querySelectorAll<HTMLElement>(':scope > [data-tab]')];
  const tabs = panels.map(makeTab);
  const show = showOneOf(panels, (shown) => {
    for (const [index, tab] of tabs.entries()) {
      tab.setAttribute('aria-selected', String(index === shown));
      tab.tabIndex = index === shown ? 0 : -1;
    }
  });
  const list = document.createElement('div');
  list.className = 'tab-list';
  list.setAttribute('role', 'tablist');
  list.setAttribute('aria-label', box.dataset.tabs!);
  list.append(...tabs);
  list.addEventListener('click', ({ target }) => {
    const index = tabs.indexOf((target as Element).closest('button')!);
    if (index >= 0) show(index);
  });
  list.addEventListener('keydown', (event) => {
    const index = MOVES[event.key]?.(tabs.indexOf(event.target as HTMLButtonElement), tabs.length);
    if (index === undefined) return;
    event.preventDefault();
    show(index);
    tabs[index]!.focus();
  });
  box.prepend(list);
}

function makeTab(panel: HTMLElement): HTMLButtonElement {
  const tab = document.createElement('button');
  tab.type = 'button';
  tab.id = `${panel.id}-tab`;
  tab.textContent = panel.dataset.tab!;
  tab.dataset.tone = panel.dataset.tone ?? '';
  tab.setAttribute('role', 'tab');
  tab.setAttribute('aria-controls', panel.id);
  panel.setAttribute('role', 'tabpanel');
  panel.setAttribute('aria-labelledby', tab.id);
  return tab;
}
