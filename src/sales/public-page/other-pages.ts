import { html } from '../../platform/http/html.ts';
import { fill, fillHtml } from '../documents/words/letters/letters.ts';
import { voiceOf } from '../documents/words/voice.ts';
import { BUILT_IN_LANGUAGE, type Language } from '../documents/words/words.ts';
import type { IssuedDocument } from '../issued-document/load-issued-document.ts';
import type { Answer } from './customer-words.ts';
import type { Page } from './page-frame.ts';

/** A page that says one thing, and why. */
function notice(title: string, sentence: string, language: Language = BUILT_IN_LANGUAGE): Page {
  return {
    language,
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

/** What the pages about a document say it with. */
function speak({ invoice, seller, language }: IssuedDocument) {
  const voice = voiceOf(language, seller.country, invoice.currency);
  const values = {
    seller: seller.name,
    name: voice.nameOf(invoice.invoiceType),
    number: invoice.invoiceNumber,
    date: voice.formats.date(invoice.date),
  };
  return { voice, values, texts: voice.letters.page };
}

/** A draft says nothing yet. */
export function draftPage(document: IssuedDocument): Page {
  const { values, texts } = speak(document);
  return notice(fill(texts.draftTitle, values), fill(texts.draft, values), document.language);
}

/** What can no longer be answered so. */
export function tooLatePage(document: IssuedDocument): Page {
  const { values, texts } = speak(document);
  return notice(fill(texts.tooLateTitle, values), fill(texts.tooLate, values), document.language);
}

/** Asks once more before the answer is noted. */
export function answerPage(document: IssuedDocument, token: string, answer: Answer): Page {
  const { invoice, seller, language } = document;
  const { voice, values, texts } = speak(document);
  const buttons = voice.letters.actions;
  const accepts = answer === 'accepted';
  const title = fill(accepts ? texts.acceptTitle : texts.declineTitle, values);
  const total = html`<strong>${voice.money(invoice.total)}</strong>`;
  return {
    language,
    title: `${title} · ${seller.name}`,
    content: html`<main class="sheet notice"><h1>${title}</h1>
<p>${fillHtml(texts.made, { ...values, total })}</p>
<p>${fill(accepts ? texts.acceptTold : texts.declineTold, values)}</p>
<form method="post" class="actions">
<button class="button ${accepts ? 'button-primary' : 'button-danger'}">${accepts ? buttons.yesAccept : buttons.yesDecline}</button>
<a class="button button-quiet" href="../${token}">${buttons.back}</a>
</form></main>`,
  };
}
