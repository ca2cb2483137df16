import { toFileName } from './file-name.ts';
import type { InvoiceDocument } from './invoice-document.ts';
import { wordsOf } from './words/words.ts';

/** A document as a file. */
export interface InvoicePdf {
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** Draws a document, and says what its file is to be called. What draws is loaded for the first that is drawn. */
export async function renderInvoiceFile(document: InvoiceDocument): Promise<InvoicePdf> {
  const { renderInvoicePdf } = await import('./pdf/render-invoice-pdf.ts');
  return { fileName: fileNameOf(document), bytes: await renderInvoicePdf(document) };
}

/** `Invoice INV-000123.pdf`, in the language of the document. */
export function fileNameOf({ invoice, template }: InvoiceDocument): string {
  const title = wordsOf(template.language).titles[invoice.invoiceType];
  return `${title} ${toFileName(invoice.invoiceNumber)}.pdf`;
}
