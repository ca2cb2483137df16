import { amountDueOf, isOffer } from '../invoices/invoice.ts';
import { addressLines, DOCUMENT_NAMES, formatDate, formatMoney } from '../issued-document/document-words.ts';
import type { IssuedDocument } from '../issued-document/load-issued-document.ts';
import { layOutMail, type WrittenMail } from './mail-layout.ts';

interface InvoiceMail {
  readonly document: IssuedDocument;
  /** The name of the workspace as it is now. */
  readonly fromName: string;
  readonly url: string;
  /** What the sender says; undefined: what one would say. */
  readonly subject: string | undefined;
  readonly message: string | undefined;
  readonly hasPdf: boolean;
  /** How many files are attached besides. */
  readonly fileCount: number;
}

/** Writes the mail with which a document is sent, for its customer: what it is, what it comes to, where to see it. */
export function writeInvoiceMail(mail: InvoiceMail): WrittenMail {
  const { document, fromName, url } = mail;
  const { invoice } = document;
  const name = DOCUMENT_NAMES[invoice.invoiceType];
  const subject = mail.subject ?? `${name} ${invoice.invoiceNumber} from ${fromName}`;
  const action = isOffer(invoice.invoiceType) ? 'See it and answer' : `See the ${name.toLowerCase()}`;
  return layOutMail({
    subject,
    heading: `${name} ${invoice.invoiceNumber}`,
    message: mail.message ?? standardMessage(document),
    figures: describeFigures(document),
    action: { label: action, url },
    closing: `${describeAttached(mail)}Questions? Just reply to this email.`,
    seller: [fromName, ...addressLines(document.seller.address)],
  });
}

function describeAttached({ hasPdf, fileCount }: InvoiceMail): string {
  const pdf = hasPdf ? 'It is attached as a PDF too. ' : '';
  if (fileCount === 0) return pdf;
  return `${pdf}${fileCount === 1 ? 'Another file is' : `${fileCount} more files are`} attached. `;
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
