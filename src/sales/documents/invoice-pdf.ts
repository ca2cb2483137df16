import type { InvoiceDocument } from './invoice-document.ts';
import { renderInvoicePdf } from './pdf/render-invoice-pdf.ts';
import { wordsOf } from './words/words.ts';

/** A document as a file. */
export interface InvoicePdf {
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** Draws a document, and says what its file is to be called. */
export async function renderInvoiceFile(document: InvoiceDocument): Promise<InvoicePdf> {
  return { fileName: fileNameOf(document), bytes: await renderInvoicePdf(document) };
}

/** What no file may have in its name, on any system. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are among it
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\\/:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** `Invoice INV-000123.pdf`, in the language of the document. */
export function fileNameOf({ invoice, template }: InvoiceDocument): string {
  const title = wordsOf(template.language).titles[invoice.invoiceType];
  const number = invoice.invoiceNumber.toWellFormed().replaceAll(UNSAFE, '-');
  return `${title} ${number}.pdf`;
}
