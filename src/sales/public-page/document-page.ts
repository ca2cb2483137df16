import { type Html, html } from '../../platform/http/html.ts';
import type { Attachment } from '../attachments/index.ts';
import { amountDueOf, type Invoice, type InvoiceLine, isOffer } from '../invoices/invoice.ts';
import { statusOf } from '../invoices/invoice-status.ts';
import {
  addressLines,
  DOCUMENT_NAMES,
  formatDate,
  formatMoney,
  formatNumber,
  formatPrice,
} from '../issued-document/document-words.ts';
import type { IssuedDocument } from '../issued-document/load-issued-document.ts';
import { describeStatus, describeTerm, possibleAnswers } from './customer-words.ts';
import { amountOfLine, containsItsTaxes, listTotals, type TotalRow } from './document-totals.ts';
import type { Page } from './page-frame.ts';

/** A document as its customer sees it: all that it said at its approval, and what has become of it. */
export function documentPage(
  document: IssuedDocument,
  token: string,
  attachments: readonly Attachment[],
): Page {
  const { invoice, today, seller } = document;
  const name = DOCUMENT_NAMES[invoice.invoiceType];
  const status = describeStatus(invoice, today);
  return {
    title: `${name} ${invoice.invoiceNumber} · ${seller.name}`,
    content: html`<main class="sheet${invoice.voidDate !== null && ' is-void'}">
<header class="head">
<div class="seller"><p class="seller-name">${seller.name}</p>
${lines([...addressLines(seller.address), ...(seller.taxNumber ? [`Tax number ${seller.taxNumber}`] : [])])}</div>
<div class="title"><h1>${name} <span class="number">${invoice.invoiceNumber}</span></h1>
<p class="status status-${status.tone}">${status.words}</p></div>
</header>
${summary(document)}
${actions(document, token)}
${facts(document)}
${lineTable(invoice)}
${totals(listTotals(invoice))}
${invoice.notes !== null && html`<section class="notes"><h2>Notes</h2>${paragraphs(invoice.notes)}</section>`}
${attachments.length > 0 && attachmentList(attachments, token)}
</main>
<footer class="foot"><p>Questions? Ask ${seller.name}, who sent you this page.</p></footer>`,
  };
}

/** The one thing that its reader wants to know first. */
function summary({ invoice, today }: IssuedDocument): Html {
  const money = (amount: bigint) => formatMoney(amount, invoice.currency);
  const big = (amount: string, words: Html | string) =>
    html`<section class="summary" aria-label="Summary"><p class="amount">${amount}</p><p class="when">${words}</p></section>`;
  const total = money(invoice.total);
  const until = html`<time datetime="${invoice.dueDate}">${formatDate(invoice.dueDate)}</time>`;
  const status = statusOf(invoice, today);
  if (status === 'void')
    return big(
      money(0n),
      html`This ${DOCUMENT_NAMES[invoice.invoiceType].toLowerCase()} is void. Nothing is owed on it.`,
    );
  if (isOffer(invoice.invoiceType)) {
    if (status === 'converted') return big(total, 'It has become an invoice.');
    if (status === 'expired') return big(total, html`It held until ${until}. Ask for a new one.`);
    if (status === 'accepted') return big(total, 'You have accepted it. Thank you!');
    if (status === 'declined') return big(total, 'You have declined it.');
    return big(total, html`Valid until ${until}`);
  }
  const left = amountDueOf(invoice);
  if (invoice.invoiceType === 'memo') {
    if (left === 0n) return big(total, 'The credit is used up.');
    return big(
      total,
      left === invoice.total ? 'credited to you' : html`credited to you, ${money(left)} of it left`,
    );
  }
  if (left === 0n) return big(total, 'Paid in full. Thank you!');
  return big(
    money(left),
    status === 'overdue' ? html`to pay, was due on ${until}` : html`to pay by ${until}`,
  );
}

function actions({ invoice, today }: IssuedDocument, token: string): Html {
  const answers = possibleAnswers(invoice, today);
  const isOpen = answers.length === 2;
  const links = [
    ...(answers.includes('accepted')
      ? [
          html`<a class="button ${isOpen ? 'button-primary' : 'button-quiet'}" href="${token}/accept">${isOpen ? 'Accept' : 'Accept after all'}</a>\n`,
        ]
      : []),
    ...(answers.includes('declined')
      ? [
          html`<a class="button button-quiet" href="${token}/decline">${isOpen ? 'Decline' : 'Decline after all'}</a>\n`,
        ]
      : []),
    html`<a class="button button-quiet" href="${token}/pdf">Download PDF</a>\n`,
  ];
  return html`<nav class="actions" aria-label="What you can do">${links}</nav>`;
}

function facts({ invoice, customerTaxNumber, paymentTerm }: IssuedDocument): Html {
  const { customer } = invoice;
  const billed = addressLines(customer.billingAddress);
  const shipped = addressLines(customer.shippingAddress);
  const term = describeTerm(invoice, paymentTerm);
  const dueLabel = isOffer(invoice.invoiceType) ? 'Valid until' : 'Due';
  const rows: [string, Html | string][] = [
    ['Date', html`<time datetime="${invoice.date}">${formatDate(invoice.date)}</time>`],
    ...(invoice.invoiceType === 'memo'
      ? []
      : ([[dueLabel, html`<time datetime="${invoice.dueDate}">${formatDate(invoice.dueDate)}</time>`]] as [
          string,
          Html,
        ][])),
    ...(term === undefined ? [] : ([['Terms', term]] as [string, string][])),
  ];
  const isElsewhere = shipped.length > 0 && shipped.join('\n') !== billed.join('\n');
  return html`<section class="facts" aria-label="Details">
<div><h2>For</h2><p class="party">${customer.customer}</p>
${lines([...billed, ...(customerTaxNumber ? [`Tax number ${customerTaxNumber}`] : [])])}</div>
${isElsewhere && html`<div><h2>Delivered to</h2>${lines(shipped)}</div>`}
<dl>${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</section>`;
}

function lineTable(invoice: Invoice): Html {
  const note = containsItsTaxes(invoice) ? ' (with tax)' : '';
  return html`<table class="lines">
<caption>What it is for</caption>
<thead><tr><th scope="col">Item</th><th scope="col" class="figure wide">Quantity</th><th scope="col" class="figure wide">Price${note}</th><th scope="col" class="figure">Amount</th></tr></thead>
<tbody>
${invoice.lines.map((line) => lineRow(line, invoice.currency))}</tbody>
</table>`;
}

function lineRow(line: InvoiceLine, currency: string): Html {
  const { product, description, discount } = line;
  const quantity = formatNumber(line.quantity);
  const price = formatPrice(line.price, currency);
  const text = description && description !== product.name ? description : undefined;
  return html`<tr><th scope="row"><span class="item">${product.name}</span>
${text !== undefined && html`<span class="text">${text}</span>`}
<span class="narrow text">${quantity} × ${price}</span>
${discount !== 0n && html`<span class="text">Discount ${formatMoney(-discount, currency)}</span>`}</th>
<td class="figure wide">${quantity}</td><td class="figure wide">${price}</td><td class="figure">${formatMoney(amountOfLine(line, currency), currency)}</td></tr>
`;
}

function totals(rows: readonly TotalRow[]): Html {
  return html`<dl class="totals" aria-label="Totals">
${rows.map(({ label, amount, kind }) => html`<div class="row row-${kind}"><dt>${label}</dt><dd>${amount}</dd></div>\n`)}</dl>`;
}

function attachmentList(attachments: readonly Attachment[], token: string): Html {
  return html`<section class="attachments"><h2>Attachments</h2>
<ul>${attachments.map(
    ({ id, title, fileName, size }) =>
      html`<li><a href="${token}/files/${id}" download="${fileName}">${title ?? fileName}</a> <span class="text">${title !== null && `${fileName}, `}${formatSize(size)}</span></li>\n`,
  )}</ul></section>`;
}

function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function lines(texts: readonly string[]): Html | undefined {
  if (texts.length === 0) return undefined;
  return html`<p class="address">${texts.map((text, index) => (index === 0 ? html`${text}` : html`<br>${text}`))}</p>`;
}

function paragraphs(text: string): Html {
  return html`${text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => html`<p>${paragraph}</p>\n`)}`;
}
