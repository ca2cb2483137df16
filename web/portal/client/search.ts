const TYPING = 'input, textarea, select, [contenteditable]';

const dialog = document.querySelector<HTMLDialogElement>('dialog[data-search-index]');
if (dialog) setUpSearch(dialog);

/** Opens search with `/`, Ctrl or Cmd and K, or a button. What it searches with is loaded when it is opened first. */
function setUpSearch(dialog: HTMLDialogElement): void {
  let isConnected = false;
  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    dialog.querySelector('input')!.select();
    if (isConnected) return;
    isConnected = true;
    const status = dialog.querySelector('[role="status"]')!;
    status.textContent = 'Loading …';
    load(dialog).catch(() => {
      isConnected = false;
      status.textContent = 'Search could not be loaded. Close it and try again.';
    });
  };
  document.addEventListener('click', ({ target }) => {
    const element = target as Element;
    if (element.closest('[data-open-search]')) open();
    // The dialog's own box is its content, so that what lies outside of that is the backdrop.
    if (element === dialog || element.closest('[data-close-search]')) dialog.close();
  });
  document.addEventListener('keydown', (event) => {
    if (!isShortcut(event)) return;
    event.preventDefault();
    open();
  });
}

async function load(dialog: HTMLDialogElement): Promise<void> {
  const { connectSearch } = await import('../search/search-dialog.tsx');
  await connectSearch(dialog);
}

function isShortcut({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'k') return true;
  // A field that was just closed with its dialog may have the focus still.
  const isTyping = target instanceof Element && target.closest(TYPING)?.checkVisibility();
  return key === '/' && !ctrlKey && !metaKey && !altKey && !isTyping;
}

export {};
