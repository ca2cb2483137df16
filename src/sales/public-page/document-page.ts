import { type Html, html } from '../../platform/http/html.ts';
import type { Attachment } from '../attachments/index.ts';
import { fill, fillHtml } from '../documents/words/letters/letters.ts';
import { type Voice, voiceOf } from '../documents/words/voice.ts';
import { amountDueOf, type Invoice, type InvoiceLine, isOffer } from '../invoices/invoice.ts';
import { statusOf } from '../invoices/invoice-status.ts';
import type { IssuedDocument } from '../issued-document/load-issued-document.ts';
import { describeStatus, possibleAnswers } from './customer-words.ts';
import { amountOfLine, containsItsTaxes, listTotals, type TotalRow } from './document-totals.ts';
import type { Page } from './page-frame.ts';

/** A document as its customer sees it: all that it said at its approval, and what has become of it. */
export function documentPage(
  document: IssuedDocument,
  token: string,
  attachments: readonly Attachment[],
): Page {
  const { invoice, seller, language } = document;
  const voice = voiceOf(language, seller.country, invoice.currency);
  const { words, letters } = voice;
  const name = words.titles[invoice.invoiceType];
  const status = describeStatus(document, voice);
  return {
    language,
    title: `${name} ${invoice.invoiceNumber} · ${seller.name}`,
    content: html`<main class="sheet${invoice.voidDate !== null && ' is-void'}">
<header class="head">
<div class="seller"><p class="seller-name">${seller.name}</p>
${lines([...voice.addressLines(seller.address), ...taxNumber(seller.taxNumber, voice)])}</div>
<div class="title"><h1>${name} <span class="number">${invoice.invoiceNumber}</span></h1>
<p class="status status-${status.tone}">${status.words}</p></div>
</header>
${summary(document, voice)}
${actions(document, token, voice)}
${facts(document, voice)}
${lineTable(invoice, voice)}
${totals(listTotals(invoice, voice), voice)}
${invoice.notes !== null && html`<section class="notes"><h2>${words.notes}</h2>${paragraphs(invoice.notes)}</section>`}
${attachments.length > 0 && attachmentList(attachments, token, voice)}
</main>
<footer class="foot"><p>${fill(letters.page.questions, { seller: seller.name })}</p></footer>`,
  };
}

const taxNumber = (number: string | null, { words }: Voice): Html[] =>
  number ? [html`${words.taxNumber} <bdi>${number}</bdi>`] : [];

const time = (date: string, { formats }: Voice): Html =>
  html`<time datetime="${date}">${formats.date(date)}</time>`;

/** The one thing that its reader wants to know first. */
function summary({ invoice, today }: IssuedDocument, voice: Voice): Html {
  const { money, letters } = voice;
  const values = { date: time(invoice.dueDate, voice), name: voice.nameOf(invoice.invoiceType) };
  const big = (amount: bigint, key: keyof typeof letters.summary) =>
    html`<section class="summary" aria-label="${letters.regions.summary}"><p class="amount">${money(amount)}</p><p class="when">${fillHtml(letters.summary[key], { ...values, amount: money(amountDueOf(invoice)) })}</p></section>`;
  const status = statusOf(invoice, today);
  if (status === 'void') return big(0n, 'void');
  if (isOffer(invoice.invoiceType)) {
    const isOver =
      status === 'converted' || status === 'expired' || status === 'accepted' || status === 'declined';
    return big(invoice.total, isOver ? status : 'validUntil');
  }
  const left = amountDueOf(invoice);
  if (invoice.invoiceType === 'memo') {
    if (left === 0n) return big(invoice.total, 'usedUp');
    return big(invoice.total, left === invoice.total ? 'credited' : 'creditedLeft');
  }
  if (left === 0n) return big(invoice.total, 'paid');
  return big(left, status === 'overdue' ? 'wasDue' : 'payBy');
}

function actions({ invoice, today }: IssuedDocument, token: string, { letters }: Voice): Html {
  const answers = possibleAnswers(invoice, today);
  const isOpen = answers.length === 2;
  const texts = letters.actions;
  const links = [
    ...(answers.includes('accepted')
      ? [
          html`<a class="button ${isOpen ? 'button-primary' : 'button-quiet'}" href="${token}/accept">${isOpen ? texts.accept : texts.acceptAfterAll}</a>\n`,
        ]
      : []),
    ...(answers.includes('declined')
      ? [
          html`<a class="button button-quiet" href="${token}/decline">${isOpen ? texts.decline : texts.declineAfterAll}</a>\n`,
        ]
      : []),
    html`<a class="button button-quiet" href="${token}/pdf">${texts.download}</a>\n`,
  ];
  return html`<nav class="actions" aria-label="${letters.regions.actions}">${links}</nav>`;
}

function facts({ invoice, customerTaxNumber, paymentTerm }: IssuedDocument, voice: Voice): Html {
  const { customer, invoiceType } = invoice;
  const { words, letters } = voice;
  const billed = voice.addressLines(customer.billingAddress);
  const shipped = voice.addressLines(customer.shippingAddress);
  const terms: Readonly<Record<string, string>> = words.paymentTerms;
  const term = invoiceType === 'invoice' && paymentTerm !== null ? terms[paymentTerm] : undefined;
  const dueLabel = isOffer(invoiceType) ? words.validUntil : words.dueDate;
  const rows: [string, Html | string][] = [[words.date, time(invoice.date, voice)]];
  if (invoiceType !== 'memo') rows.push([dueLabel, time(invoice.dueDate, voice)]);
  if (term !== undefined) rows.push([words.terms, term]);
  const isElsewhere = shipped.length > 0 && shipped.join('\n') !== billed.join('\n');
  return html`<section class="facts" aria-label="${letters.regions.details}">
<div><h2>${words.billTo}</h2><p class="party">${customer.customer}</p>
${lines([...billed, ...taxNumber(customerTaxNumber, voice)])}</div>
${isElsewhere && html`<div><h2>${words.shipTo}</h2>${lines(shipped)}</div>`}
<dl>${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</section>`;
}

function lineTable(invoice: Invoice, voice: Voice): Html {
  const { words, letters } = voice;
  const note = containsItsTaxes(invoice) ? ` ${letters.page.withTax}` : '';
  return html`<table class="lines">
<caption>${letters.regions.lines}</caption>
<thead><tr><th scope="col">${words.description}</th><th scope="col" class="figure wide">${words.quantity}</th><th scope="col" class="figure wide">${words.unitPrice}${note}</th><th scope="col" class="figure">${words.amount}</th></tr></thead>
<tbody>
${invoice.lines.map((line) => lineRow(line, invoice.currency, voice))}</tbody>
</table>`;
}

function lineRow(line: InvoiceLine, currency: string, { formats, money, words }: Voice): Html {
  const { product, description, discount } = line;
  const quantity = formats.quantity(line.quantity);
  const price = formats.unitPrice(line.price);
  const text = description && description !== product.name ? description : undefined;
  return html`<tr><th scope="row"><span class="item">${product.name}</span>
${text !== undefined && html`<span class="text">${text}</span>`}
<span class="narrow text">${quantity} × ${price}</span>
${discount !== 0n && html`<span class="text">${words.discount} ${money(-discount)}</span>`}</th>
<td class="figure wide">${quantity}</td><td class="figure wide">${price}</td><td class="figure">${money(amountOfLine(line, currency))}</td></tr>
`;
}

function totals(rows: readonly TotalRow[], { letters }: Voice): Html {
  return html`<dl class="totals" aria-label="${letters.regions.totals}">
${rows.map(({ label, amount, kind }) => html`<div class="row row-${kind}"><dt>${label}</dt><dd>${amount}</dd></div>\n`)}</dl>`;
}

function attachmentList(attachments: readonly Attachment[], token: string, voice: Voice): Html {
  const { letters, formats } = voice;
  return html`<section class="attachments"><h2>${letters.page.attachments}</h2>
<ul>${attachments.map(
    ({ id, title, fileName, size }) =>
      html`<li><a href="${token}/files/${id}" download="${fileName}">${title ?? fileName}</a> <span class="text">${title !== null && `${fileName}, `}${formats.size(size)}</span></li>\n`,
  )}</ul></section>`;
}

/** Lines of an address: each runs as what it says does, also on a page that runs the other way. */
function lines(texts: readonly (string | Html)[]): Html | undefined {
  if (texts.length === 0) return undefined;
  const told = texts.map((text) => html`<bdi>${text}</bdi>`);
  return html`<p class="address">${told.map((line, index) => (index === 0 ? line : html`<br>${line}`))}</p>`;
}

function paragraphs(text: string): Html {
  return html`${text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => html`<p>${paragraph}</p>\n`)}`;
}
