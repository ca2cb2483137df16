import { hydrate } from 'preact';
import { Console } from './console.tsx';

/** Brings the console of a page to life. */
export function hydrateConsole(island: HTMLElement): void {
  const props = document.querySelector('[data-island-props="console"]')!;
  hydrate(<Console {...JSON.parse(props.textContent!)} />, island);
}
