import type { TemplateSettings } from '../template/template.ts';

interface About {
  readonly title: string;
  readonly author: string;
  readonly createdAt: Date;
}

/** Begins a PDF on the paper and in the language of a template. */
export async function openPdf(
  { paperSize, language }: Pick<TemplateSettings, 'paperSize' | 'language'>,
  { title, author, createdAt }: About,
) {
  // Not before the first document: it takes as long to load as a start of the server may cost in all.
  const { default: PDFDocument } = await import('pdfkit');
  return new PDFDocument({
    size: paperSize === 'A4' ? 'A4' : 'LETTER',
    margin: 0,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: language,
    displayTitle: true,
    // No standard font: all text is in fonts that are embedded.
    font: null as unknown as string,
    info: { Title: title, Author: author, Creator: 'Recount', Producer: 'Recount', CreationDate: createdAt },
  });
}

/** All that a PDF comes to, once it is ended. */
export async function collect(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
}
