/** Where client/theme.ts finds the language before the first paint. */
const KEY = 'recount-sample-language';

/** The language that was chosen on this device, if any. */
export function readLanguage(): string | undefined {
  return document.documentElement.dataset.sampleLanguage;
}

/** Shows a language from now on, on every page. */
export function rememberLanguage(id: string): void {
  document.documentElement.dataset.sampleLanguage = id;
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // A browser that keeps nothing shows it on this page.
  }
}
