import { setImmediate as pause } from 'node:timers/promises';
import { PdfCanvas } from '../../../platform/pdf/pdf-canvas.ts';
import { Typesetter } from '../../../platform/pdf/text/typesetter.ts';
import type { InvoiceDocument } from '../invoice-document.ts';
import { wordsOf } from '../words/words.ts';
import { hanFormsOf, textsOf } from './document-texts.ts';
import { drawClosing, drawFeet } from './draw-closing.ts';
import { drawHead, drawRunningHead, drawWatermark } from './draw-head.ts';
import { drawLines } from './draw-lines.ts';
import { formatsFor } from './formats.ts';
import { MARGIN, type Sheet } from './sheet.ts';

/** Draws a document as a PDF. The same document gives the same bytes. */
export async function renderInvoicePdf(document: InvoiceDocument): Promise<Buffer> {
  const { invoice, seller, template } = document;
  const words = wordsOf(template.language);
  const formats = formatsFor(template.language, seller.country, invoice.currency);
  const texts = textsOf(document, words, formats);
  const typesetter = await Typesetter.for(texts, hanFormsOf(document, texts));
  const pdf = await openPdf(document, `${words.titles[invoice.invoiceType]} ${invoice.invoiceNumber}`);
  const bytes = collect(pdf);
  const canvas = new PdfCanvas(pdf, typesetter, template.language === 'ar' ? 'rtl' : 'ltr');
  const sheet: Sheet = {
    canvas,
    document,
    words,
    formats,
    width: pdf.page.width - 2 * MARGIN,
    y: MARGIN,
    beginPage() {
      drawWatermark(sheet);
      drawRunningHead(sheet);
    },
    pause,
  };
  drawWatermark(sheet);
  drawHead(sheet);
  await drawLines(sheet);
  await drawClosing(sheet);
  drawFeet(sheet);
  await canvas.finish();
  pdf.end();
  return bytes;
}

async function openPdf({ invoice, seller, template }: InvoiceDocument, title: string) {
  // Not before the first document: it takes as long to load as a start of the server may cost in all.
  const { default: PDFDocument } = await import('pdfkit');
  return new PDFDocument({
    size: template.paperSize === 'A4' ? 'A4' : 'LETTER',
    margin: 0,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: template.language,
    displayTitle: true,
    // No standard font: all text is in fonts that are embedded.
    font: null as unknown as string,
    info: {
      Title: title,
      Author: seller.name,
      Creator: 'Recount',
      Producer: 'Recount',
      // Of the document, not of the hour: the file's id is made of these, and so its bytes are the same each time.
      CreationDate: new Date(invoice.createdAt),
    },
  });
}

async function collect(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
}
