/** Sent from an element that is to be seen; what hides it (a tab, a choice) shows it. Bubbles. */
export const REVEAL = 'recount:reveal';

/** Unfolds everything around the element that the address names, and goes to it: not every browser does so by itself. */
function revealTarget(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let element = target.parentElement; element; element = element.parentElement) {
    if (element instanceof HTMLDetailsElement) element.open = true;
  }
  target.dispatchEvent(new Event(REVEAL, { bubbles: true }));
  target.scrollIntoView();
}

/** Called when the listeners of the page are set up. */
export function setUpReveal(): void {
  window.addEventListener('hashchange', revealTarget);
  revealTarget();
}
