const URL = '/partners/feedback';
const TOO_MANY = 429;

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-feedback]')) setUpFeedback(form);

/** Yes is sent at once; No asks for the reason first. */
function setUpFeedback(form: HTMLFormElement): void {
  const yes = form.querySelector<HTMLButtonElement>('button[value="yes"]')!;
  const no = form.querySelector<HTMLButtonElement>('button[value="no"]')!;
  const reason = form.querySelector<HTMLElement>('.feedback-reason')!;
  const text = form.querySelector('textarea')!;
  const askForReason = (asked: boolean) => {
    reason.hidden = !asked;
    no.setAttribute('aria-expanded', String(asked));
  };
  yes.addEventListener('click', () => {
    askForReason(false);
    send(form, true, '');
  });
  no.addEventListener('click', () => {
    askForReason(reason.hasAttribute('hidden'));
    if (!reason.hidden) text.focus();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(form, false, text.value.trim());
  });
}

async function send(form: HTMLFormElement, helpful: boolean, reason: string): Promise<void> {
  if (form.ariaBusy === 'true') return;
  const status = form.querySelector<HTMLElement>('.feedback-status')!;
  const page = document.querySelector<HTMLElement>('main')!.dataset.page;
  const body = { page, section: form.dataset.feedback, helpful, ...(reason && { reason }) };
  form.ariaBusy = 'true';
  status.textContent = '';
  const answer = await fetch(URL, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  form.ariaBusy = null;
  form.dataset.sent = String(answer?.ok === true);
  if (answer?.ok) giveFocus(form, status);
  status.textContent = answer?.ok ? 'Thank you. Your answer was saved.' : explain(answer);
}

/** What was answered is hidden then, with the button that had the focus. */
function giveFocus(form: HTMLFormElement, status: HTMLElement): void {
  if (!form.contains(document.activeElement)) return;
  status.tabIndex = -1;
  status.focus();
}

function explain(answer: Response | undefined): string {
  if (!answer) return 'The server could not be reached. Your answer was not saved; please try again.';
  if (answer.status === TOO_MANY) return 'Too many answers came in a short time. Please try again later.';
  return `Your answer was not saved (status ${answer.status}). Please try again later.`;
}

export {};
