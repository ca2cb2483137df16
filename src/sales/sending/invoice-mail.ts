import { type Html, html } from '../../platform/http/html.ts';
import { amountDueOf, isOffer } from '../invoices/invoice.ts';
import { addressLines, DOCUMENT_NAMES, formatDate, formatMoney } from '../issued-document/document-words.ts';
import type { IssuedDocument } from '../issued-document/load-issued-document.ts';

interface InvoiceMail {
  readonly document: IssuedDocument;
  /** The name of the workspace as it is now. */
  readonly fromName: string;
  readonly url: string;
  /** What the sender says; undefined: what one would say. */
  readonly subject: string | undefined;
  readonly message: string | undefined;
  readonly hasPdf: boolean;
}

/** What a mail says, in three forms. */
interface WrittenMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Writes the mail with which a document is sent, for its customer: what it is, what it comes to, where to see it. */
export function writeInvoiceMail(mail: InvoiceMail): WrittenMail {
  const { document, fromName, url, hasPdf } = mail;
  const { invoice } = document;
  const name = DOCUMENT_NAMES[invoice.invoiceType];
  const subject = mail.subject ?? `${name} ${invoice.invoiceNumber} from ${fromName}`;
  const paragraphs = (mail.message ?? standardMessage(document)).trim().split(/\n\s*\n/);
  const figures = describeFigures(document);
  const action = isOffer(invoice.invoiceType) ? 'See it and answer' : `See the ${name.toLowerCase()}`;
  const closing = hasPdf
    ? 'It is attached as a PDF too. Questions? Just reply to this email.'
    : 'Questions? Just reply to this email.';
  const seller = [fromName, ...addressLines(document.seller.address)];
  const width = Math.max(...figures.map(([label]) => label.length));
  const text = [
    ...paragraphs,
    figures.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join('\n'),
    `${action}:\n${url}`,
    closing,
    seller.join('\n'),
  ].join('\n\n');
  return {
    subject,
    text: `${text}\n`,
    html: layOut({
      subject,
      heading: `${name} ${invoice.invoiceNumber}`,
      paragraphs,
      figures,
      action,
      url,
      closing,
      seller,
    }),
  };
}

/** What one would say where the sender says nothing. */
function standardMessage({ invoice, today }: IssuedDocument): string {
  const { invoiceType, invoiceNumber, customer, currency } = invoice;
  const name = `${DOCUMENT_NAMES[invoiceType].toLowerCase()} ${invoiceNumber}`;
  const hello = `Hello ${customer.customer},`;
  const total = formatMoney(invoice.total, currency);
  const due = formatMoney(amountDueOf(invoice), currency);
  const until = formatDate(invoice.dueDate);
  if (isOffer(invoiceType))
    return `${hello}\n\nHere is ${name} for ${total}. It is valid until ${until}; you can accept or decline it online.`;
  if (invoiceType === 'memo') return `${hello}\n\nHere is ${name}: we credit you ${total}.`;
  if (amountDueOf(invoice) === 0n)
    return `${hello}\n\nHere is ${name} for ${total}. It is paid in full: thank you.`;
  const when = invoice.dueDate < today ? `was due on ${until}` : `is due by ${until}`;
  return `${hello}\n\nHere is ${name}. ${due} ${when}. Thank you for your business.`;
}

/** The figures that a customer looks for, each with its name. */
function describeFigures({ invoice }: IssuedDocument): [label: string, value: string][] {
  const money = (amount: bigint) => formatMoney(amount, invoice.currency);
  const date: [string, string] = ['Date', formatDate(invoice.date)];
  const total: [string, string] = ['Total', money(invoice.total)];
  if (isOffer(invoice.invoiceType)) return [date, ['Valid until', formatDate(invoice.dueDate)], total];
  if (invoice.invoiceType === 'memo') return [date, ['Credit', money(invoice.total)]];
  const owed: [string, string] = ['To pay', money(amountDueOf(invoice))];
  const due: [string, string] = ['Due', formatDate(invoice.dueDate)];
  return invoice.paidAmount > 0n
    ? [date, total, ['Paid', money(invoice.paidAmount)], owed, due]
    : [date, owed, due];
}

interface Layout {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly figures: readonly [label: string, value: string][];
  readonly action: string;
  readonly url: string;
  readonly closing: string;
  readonly seller: readonly string[];
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

/** As mail programmes show it: tables, and each style at its element. */
function layOut({ subject, heading, paragraphs, figures, action, url, closing, seller }: Layout): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${subject}</title>
</head>
<body style="margin:0;padding:0;background:#f5f8f6">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f5f8f6">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border:1px solid #dce4df;border-radius:12px">
<tr><td style="padding:32px;${FONT};font-size:16px;line-height:1.6;color:#14201b">
<p style="margin:0 0 4px;font-size:14px;color:#52615a">${seller[0]!}</p>
<h1 style="margin:0 0 20px;font-size:22px;line-height:1.3;font-weight:700">${heading}</h1>
${paragraphs.map((paragraph) => html`<p style="margin:0 0 16px">${withBreaks(paragraph)}</p>\n`)}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:8px 0 24px;border-top:1px solid #dce4df;${FONT};font-size:15px;color:#14201b">
${figures.map(([label, value], index) => figureRow(label, value, index === figures.length - 1))}</table>
<table role="presentation" cellpadding="0" cellspacing="0"><tr><td style="border-radius:8px;background:#0b6b4f">
<a href="${url}" style="display:inline-block;padding:12px 24px;${FONT};font-size:16px;font-weight:600;color:#ffffff;text-decoration:none">${action}</a>
</td></tr></table>
<p style="margin:24px 0 0;font-size:14px;color:#52615a">${closing}</p>
<p style="margin:8px 0 0;font-size:13px;color:#52615a;word-break:break-all">If the button does not work: <a href="${url}" style="color:#0b6b4f">${url}</a></p>
</td></tr>
</table>
<p style="margin:16px 0 0;${FONT};font-size:13px;line-height:1.5;color:#52615a">${joinLines(seller)}</p>
</td></tr>
</table>
</body>
</html>
`.text;
}

function figureRow(label: string, value: string, isLast: boolean): Html {
  const line = isLast ? '' : 'border-bottom:1px solid #dce4df;';
  return html`<tr><td style="padding:10px 0;${line}color:#52615a">${label}</td><td align="right" style="padding:10px 0;${line}font-weight:600">${value}</td></tr>\n`;
}

const withBreaks = (paragraph: string): Html => joinLines(paragraph.split('\n'));

function joinLines(lines: readonly string[]): Html {
  return html`${lines.map((line, index) => (index === 0 ? html`${line}` : html`<br>${line}`))}`;
}
