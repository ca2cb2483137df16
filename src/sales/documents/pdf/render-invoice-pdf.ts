import { setImmediate as pause } from 'node:timers/promises';
import { PdfCanvas } from '../../../platform/pdf/pdf-canvas.ts';
import { Typesetter } from '../../../platform/pdf/text/typesetter.ts';
import type { InvoiceDocument } from '../invoice-document.ts';
import { directionOf, wordsOf } from '../words/words.ts';
import { hanFormsOf, textsOf } from './document-texts.ts';
import { drawClosing, drawFeet } from './draw-closing.ts';
import { drawHead, drawRunningHead, drawWatermark } from './draw-head.ts';
import { drawLines } from './draw-lines.ts';
import { formatsFor } from './formats.ts';
import { type ArchivedFile, collect, openPdf } from './open-pdf.ts';
import { MARGIN, type Sheet } from './sheet.ts';

/** Draws a document as a PDF, where `archived` for the archive and with that file in it. The same document gives the same bytes. */
export async function renderInvoicePdf(document: InvoiceDocument, archived?: ArchivedFile): Promise<Buffer> {
  const { invoice, seller, template } = document;
  const words = wordsOf(template.language);
  const formats = formatsFor(template.language, seller.country, invoice.currency);
  const texts = textsOf(document, words, formats);
  const countries = [seller.country, invoice.customer.billingAddress?.country];
  const typesetter = await Typesetter.for(texts, hanFormsOf(template.language, countries, texts));
  const about = {
    title: `${words.titles[invoice.invoiceType]} ${invoice.invoiceNumber}`,
    author: seller.name,
    // Of the document, not of the hour: the file's id is made of these, and so its bytes are the same each time.
    createdAt: new Date(invoice.createdAt),
  };
  const pdf = await openPdf(template, about, archived);
  const bytes = collect(pdf);
  const canvas = new PdfCanvas(pdf, typesetter, directionOf(template.language));
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
