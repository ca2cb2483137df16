import { html } from '../../platform/http/html.ts';
import { DOCUMENT_NAMES, formatDate, formatMoney } from '../issued-document/document-words.ts';
import type { IssuedDocument } from '../issued-document/load-issued-document.ts';
import type { Answer } from './customer-words.ts';
import type { Page } from './page-frame.ts';

/** A page that says one thing, and why. */
function notice(title: string, sentence: string): Page {
  return {
    title,
    content: html`<main class="sheet notice"><h1>${title}</h1><p>${sentence}</p></main>`,
  };
}

/** Where a link leads nowhere, whether it never did or does no more: which of the two is nobody's business. */
export const NOT_FOUND_PAGE = notice(
  'This link leads nowhere',
  'It may be incomplete, or whoever sent it has withdrawn it. Ask them for a new one.',
);

export const TOO_MANY_PAGE = notice('Too many tries', 'Please wait a minute, then open the link again.');

export const FAILURE_PAGE = notice(
  'This did not work',
  'The page could not be shown right now. Nothing was changed; please try again in a moment.',
);

/** A draft says nothing yet. */
export function draftPage({ invoice, seller }: IssuedDocument): Page {
  const name = DOCUMENT_NAMES[invoice.invoiceType].toLowerCase();
  const sentence = `${seller.name} is still working on it. Open this page again later: the ${name} will be here once it is final.`;
  return notice(`This ${name} is not final yet`, sentence);
}

/** What can no longer be answered so. */
export function tooLatePage({ invoice, seller }: IssuedDocument): Page {
  const name = DOCUMENT_NAMES[invoice.invoiceType].toLowerCase();
  return notice(`This ${name} can no longer be answered`, `Please ask ${seller.name} what can be done.`);
}

/** Asks once more before the answer is noted. */
export function answerPage({ invoice, seller }: IssuedDocument, token: string, answer: Answer): Page {
  const name = DOCUMENT_NAMES[invoice.invoiceType].toLowerCase();
  const accepts = answer === 'accepted';
  const title = `${accepts ? 'Accept' : 'Decline'} ${name} ${invoice.invoiceNumber}?`;
  const total = formatMoney(invoice.total, invoice.currency);
  const consequence = accepts
    ? `${seller.name} will be told that you accept it.`
    : `${seller.name} will be told that you decline it. You can still change your mind while it is valid.`;
  return {
    title: `${title} · ${seller.name}`,
    content: html`<main class="sheet notice"><h1>${title}</h1>
<p>${seller.name} made it on ${formatDate(invoice.date)}. It comes to <strong>${total}</strong>.</p>
<p>${consequence}</p>
<form method="post" class="actions">
<button class="button ${accepts ? 'button-primary' : 'button-danger'}">Yes, ${accepts ? 'accept' : 'decline'} it</button>
<a class="button button-quiet" href="../${token}">Back</a>
</form></main>`,
  };
}
