import { REVEAL } from './reveal.ts';

/**
 * Shows one of several elements and hides the others, until the browser's search finds something in them, or a link leads
 * into them. `onShow` hears which is shown.
 *
 * @returns shows another one
 */
export function showOneOf(elements: readonly HTMLElement[], onShow: (index: number) => void) {
  const show = (index: number) => {
    for (const [each, element] of elements.entries()) {
      if (each === index) element.removeAttribute('hidden');
      else element.setAttribute('hidden', 'until-found');
    }
    onShow(index);
  };
  for (const [index, element] of elements.entries()) {
    element.addEventListener('beforematch', () => show(index));
    element.addEventListener(REVEAL, () => show(index));
  }
  show(0);
  return show;
}
