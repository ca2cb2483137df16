import { announce, prepareAnnouncements } from './announce.ts';
import { copyText } from './clipboard.ts';

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy-code]')) {
  prepareAnnouncements();
  button.hidden = false;
  button.addEventListener('click', () => copyCode(button));
}

/** Copies the code that stands in the same figure. */
async function copyCode(button: HTMLButtonElement): Promise<void> {
  try {
    await copyText(button.closest('figure')!.querySelector('code')!.textContent!);
    announce('The code is copied.');
  } catch {
    announce('The code could not be copied. Select it and copy it by hand.');
  }
}
