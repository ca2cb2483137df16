/**
 * Puts a text on the clipboard; in the old way where the page may not use the new one, as over plain HTTP from another
 * machine. Takes a promise too, so that a text may be loaded after the click that allows it.
 *
 * @throws Error where the browser lets neither happen, or the text does not come
 */
export async function copyText(text: string | Promise<string>): Promise<void> {
  if (navigator.clipboard && typeof ClipboardItem === 'function') {
    const blob = Promise.resolve(text).then((loaded) => new Blob([loaded], { type: 'text/plain' }));
    try {
      return await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    } catch {
      // Without permission, the old way may still work.
    }
  }
  copyFromField(await text);
}

function copyFromField(text: string): void {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  if (!copied) throw new Error('The browser did not copy');
}
