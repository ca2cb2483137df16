const menu = document.getElementById('menu');
const current = menu?.querySelector('[aria-current]');

keepFolds();
showCurrent();
menu?.addEventListener('toggle', showCurrent);
/** On a screen that became wide the sidebar stands beside the page, no longer above it. */
window.matchMedia('(min-width: 60rem)').addEventListener('change', () => {
  if (menu?.matches(':popover-open')) menu.hidePopover();
});

/** Within the sidebar only: the page stays where it is. */
function showCurrent(): void {
  if (!menu || !current) return;
  const place = current.getBoundingClientRect();
  const frame = menu.getBoundingClientRect();
  if (place.top < frame.top || place.bottom > frame.bottom)
    menu.scrollTop += place.top - frame.top - frame.height / 3;
}

/** The groups that a person opened stay open on the next page of the visit. */
function keepFolds(): void {
  for (const group of menu?.querySelectorAll<HTMLDetailsElement>('details[data-group]') ?? []) {
    const key = `recount-menu-${group.dataset.group}`;
    try {
      if (sessionStorage.getItem(key) === 'open') group.open = true;
      group.querySelector('summary')!.addEventListener('click', () => {
        sessionStorage.setItem(key, group.open ? 'closed' : 'open');
      });
    } catch {
      return;
    }
  }
}

export {};
