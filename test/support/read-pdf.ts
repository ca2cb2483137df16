import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A piece of text where a reader finds it, in points from the page's lower left. */
export interface PdfText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly PdfText[];
  /** What stands on one height, from left to right, from the top down. */
  readonly rows: readonly string[];
}

export interface ReadPdf {
  readonly pages: readonly PdfPage[];
  /** Of all pages, row by row, every kind of blank as one blank. */
  readonly text: string;
  readonly title: string;
  /** The addresses that links lead to. */
  readonly links: readonly string[];
}

/** Reads a PDF as a reader does that knows nothing of how it was made. */
export async function readPdf(bytes: Buffer): Promise<ReadPdf> {
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const pages: PdfPage[] = [];
  const links: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const texts = items.flatMap((item) =>
      'str' in item && item.str.trim() !== ''
        ? [
            {
              text: item.str,
              x: item.transform[4],
              y: item.transform[5],
              width: item.width,
              height: item.height,
            },
          ]
        : [],
    );
    pages.push({ width, height, texts, rows: toRows(texts) });
    for (const { url } of await page.getAnnotations()) if (url) links.push(url);
  }
  const { info } = await document.getMetadata();
  await document.loadingTask.destroy();
  const text = pages.flatMap(({ rows }) => rows).join('\n');
  return { pages, text, title: (info as { Title: string }).Title, links };
}

function toRows(texts: readonly PdfText[]): string[] {
  const byHeight = new Map<number, PdfText[]>();
  for (const text of texts) {
    const height = Math.round(text.y);
    const near = [height, height - 1, height + 1].find((each) => byHeight.has(each)) ?? height;
    byHeight.set(near, [...(byHeight.get(near) ?? []), text]);
  }
  return [...byHeight]
    .sort(([a], [b]) => b - a)
    .map(([, row]) =>
      row
        .sort((a, b) => a.x - b.x)
        .map(({ text, x }, index) => {
          const before = row[index - 1];
          return before && x - before.x - before.width > 1 ? ` ${text}` : text;
        })
        .join('')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
}
