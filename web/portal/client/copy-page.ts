import { announce, prepareAnnouncements } from './announce.ts';
import { copyText } from './clipboard.ts';

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy-page]')) {
  prepareAnnouncements();
  button.addEventListener('click', () => copyPage(button));
}

/** Copies the Markdown twin of the page. */
async function copyPage(button: HTMLButtonElement): Promise<void> {
  button.setAttribute('aria-busy', 'true');
  try {
    await copyText(loadTwin(button.dataset.copyPage!));
    announce('The page is copied as Markdown.');
  } catch {
    announce('The page could not be copied. Open it as Markdown and copy it there.');
  }
  button.removeAttribute('aria-busy');
}

async function loadTwin(path: string): Promise<string> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.text();
}
