const DISAPPEARS_AFTER = 4000;

let region: HTMLElement | undefined;
let timer: number | undefined;

/** Tells a short message to everybody: shown for some seconds at the foot of the window, and read out. */
export function announce(message: string): void {
  region ??= makeRegion();
  const element = region;
  window.clearTimeout(timer);
  element.textContent = message;
  timer = window.setTimeout(() => {
    element.textContent = '';
  }, DISAPPEARS_AFTER);
}

/** Readers follow a region that was there before its text. */
export function prepareAnnouncements(): void {
  region ??= makeRegion();
}

function makeRegion(): HTMLElement {
  const element = document.createElement('p');
  element.className = 'announcement';
  element.setAttribute('role', 'status');
  document.body.append(element);
  return element;
}
