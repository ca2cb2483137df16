import type { TemplateSettings } from '../template/template.ts';

/** What a PDF says of itself. */
export interface About {
  readonly title: string;
  readonly author: string;
  readonly createdAt: Date;
}

/** What makes a PDF one for the archive (PDF/A-3b), with a file in it. */
export interface ArchivedFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly description: string;
  /** The metadata of a PDF, as descriptions of RDF. */
  describe(about: About): string;
}

/**
 * Begins a PDF on the paper and in the language of a template. One for the archive has title and author in its metadata
 * alone, where they are escaped.
 */
export async function openPdf(
  { paperSize, language }: Pick<TemplateSettings, 'paperSize' | 'language'>,
  about: About,
  archived?: ArchivedFile,
) {
  // Not before the first document: it takes as long to load as a start of the server may cost in all.
  const { default: PDFDocument } = await import('pdfkit');
  const { title, author, createdAt } = about;
  const pdf = new PDFDocument({
    size: paperSize === 'A4' ? 'A4' : 'LETTER',
    margin: 0,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: language,
    displayTitle: true,
    // No standard font: all text is in fonts that are embedded.
    font: null as unknown as string,
    ...(archived ? { subset: 'PDF/A-3b' as const } : {}),
    info: {
      ...(archived ? {} : { Title: title, Author: author }),
      Creator: 'Recount',
      Producer: 'Recount',
      CreationDate: createdAt,
    },
  });
  if (archived) attach(pdf, archived, about);
  return pdf;
}

type Attach = (bytes: Buffer, options: Readonly<Record<string, unknown>>) => void;

function attach(pdf: object, { name, bytes, mediaType, description, describe }: ArchivedFile, about: About) {
  const document = pdf as { file: Attach; appendXML(xml: string): void };
  document.file(bytes, {
    name,
    type: mediaType,
    description,
    // The file says what the pages say (ISO 19005-3, annex E).
    relationship: 'Alternative',
    creationDate: about.createdAt,
    modifiedDate: about.createdAt,
  });
  document.appendXML(describe(about));
}

/** All that a PDF comes to, once it is ended. */
export async function collect(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
}
