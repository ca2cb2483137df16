/** Sets the remembered theme and language of samples before the first paint. Loaded by itself, and not as a module, so that it comes in time. */
try {
  const theme = localStorage.getItem('recount-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  const language = localStorage.getItem('recount-sample-language');
  if (language) document.documentElement.dataset.sampleLanguage = language;
} catch {
  // A browser that keeps nothing follows the system.
}
