const KEY = 'recount-theme';
const inputs = [...document.querySelectorAll<HTMLInputElement>('[data-theme-switch] input')];

showChoice();
for (const input of inputs) input.addEventListener('change', () => choose(input.value));
/** Another tab chose. */
window.addEventListener('storage', ({ key, newValue }) => {
  if (key === KEY) apply(newValue ?? 'system');
});

function choose(theme: string): void {
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing has the theme for this page.
  }
  apply(theme);
}

function apply(theme: string): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  showChoice();
}

function showChoice(): void {
  const theme = document.documentElement.dataset.theme ?? 'system';
  for (const input of inputs) input.checked = input.value === theme;
}

export {};
