import { fill } from '../documents/words/letters/letters.ts';
import { type Voice, voiceOf } from '../documents/words/voice.ts';
import { amountDueOf, isOffer } from '../invoices/invoice.ts';
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
  const { invoice, seller, language } = document;
  const voice = voiceOf(language, seller.country, invoice.currency);
  const texts = voice.letters.mail;
  const name = voice.words.titles[invoice.invoiceType];
  const number = invoice.invoiceNumber;
  const see = fill(texts.see, { name: voice.nameOf(invoice.invoiceType) });
  return layOutMail(
    {
      subject: mail.subject ?? fill(texts.subject, { name, number, from: fromName }),
      heading: `${name} ${number}`,
      message: mail.message ?? standardMessage(document, voice),
      figures: describeFigures(document, voice),
      action: { label: isOffer(invoice.invoiceType) ? texts.seeAndAnswer : see, url },
      closing: [...describeAttached(mail, voice), texts.reply].join(' '),
      seller: [fromName, ...voice.addressLines(seller.address)],
    },
    voice,
  );
}

function describeAttached({ hasPdf, fileCount }: InvoiceMail, { letters }: Voice): string[] {
  const pdf = hasPdf ? [letters.mail.attached] : [];
  if (fileCount === 0) return pdf;
  const { anotherFile, moreFiles } = letters.mail;
  return [...pdf, fileCount === 1 ? anotherFile : fill(moreFiles, { count: String(fileCount) })];
}

/** What one would say where the sender says nothing. */
function standardMessage({ invoice, today }: IssuedDocument, voice: Voice): string {
  const { invoiceType, invoiceNumber, customer } = invoice;
  const texts = voice.letters.mail;
  const values = {
    name: voice.nameOf(invoiceType),
    number: invoiceNumber,
    total: voice.money(invoice.total),
    due: voice.money(amountDueOf(invoice)),
    date: voice.formats.date(invoice.dueDate),
  };
  const say = (sentence: string) =>
    `${fill(texts.hello, { customer: customer.customer })}\n\n${fill(sentence, values)}`;
  if (isOffer(invoiceType)) return say(texts.offer);
  if (invoiceType === 'memo') return say(texts.memo);
  if (amountDueOf(invoice) === 0n) return say(texts.paid);
  return say(invoice.dueDate < today ? texts.wasDue : texts.dueBy);
}

/** The figures that a customer looks for, each with its name. */
function describeFigures({ invoice }: IssuedDocument, { words, money, formats }: Voice) {
  type Figure = [label: string, value: string];
  const date: Figure = [words.date, formats.date(invoice.date)];
  const total: Figure = [words.total, money(invoice.total)];
  if (isOffer(invoice.invoiceType))
    return [date, [words.validUntil, formats.date(invoice.dueDate)], total] as Figure[];
  if (invoice.invoiceType === 'memo') return [date, total];
  const owed: Figure = [words.amountDue, money(amountDueOf(invoice))];
  const due: Figure = [words.dueDate, formats.date(invoice.dueDate)];
  return invoice.paidAmount > 0n
    ? [date, total, [words.paid, money(invoice.paidAmount)] as Figure, owed, due]
    : [date, owed, due];
}
