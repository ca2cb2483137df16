import type PDFDocument from 'pdfkit';
import { drawLine } from './draw-line.ts';
import { PdfFonts } from './pdf-fonts.ts';
import type { Direction } from './text/direction.ts';
import type { SetLine, TextStyle, Typesetter } from './text/typesetter.ts';

/** Where text goes. Across, places are told from the side on which the page is begun to be read. */
export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly align?: 'start' | 'end' | 'center';
}

/** What text looks like. */
export interface TextLook extends TextStyle {
  /** `#rrggbb`. */
  readonly color: string;
  /** Of the text as a whole; `auto`, that of its first letter, when left out. */
  readonly direction?: Direction;
}

/** Of capitals, in thousandths of the size. */
const CAPITAL_HEIGHT = 714;

/** The height of a line of text, in points. */
export function heightOf(line: SetLine, size: number): number {
  return (line.height * size) / 1000;
}

/** Draws on the pages of a PDF document. Of a document that is read from right to left, everything stands mirrored. */
export class PdfCanvas {
  readonly document: InstanceType<typeof PDFDocument>;
  readonly direction: Direction;
  readonly #typesetter: Typesetter;
  readonly #fonts: PdfFonts;

  constructor(document: InstanceType<typeof PDFDocument>, typesetter: Typesetter, direction: Direction) {
    this.document = document;
    this.direction = direction;
    this.#typesetter = typesetter;
    this.#fonts = new PdfFonts(document);
  }

  /** The place from the left of something that is so wide. */
  left(x: number, width: number): number {
    return this.direction === 'ltr' ? x : this.document.page.width - x - width;
  }

  /** Breaks text into lines that fit a width. */
  lines(text: string, look: TextLook, width: number): SetLine[] {
    return this.#typesetter.setLines(text, look, width, look.direction ?? 'auto');
  }

  /** As `lines`, but at most so many: where it is more, the last of them tells so by an ellipsis. */
  clamped(text: string, look: TextLook, width: number, most: number): SetLine[] {
    const lines = this.lines(text, look, width);
    if (lines.length <= most) return lines;
    return [...lines.slice(0, most - 1), this.fitted(`${lines[most - 1]!.text}…`, look, width)];
  }

  /** Text as one line, set smaller where it would not fit. */
  fitted(text: string, look: TextLook, width: number): SetLine {
    const [line] = this.lines(text.replaceAll('\n', ' '), look, Number.POSITIVE_INFINITY);
    const limit = (width / look.size) * 1000;
    return line!.width <= limit ? line! : { ...line!, scale: limit / line!.width, width: limit };
  }

  /** How wide text is on one line, in points. */
  widthOf(text: string, look: TextLook): number {
    return (this.fitted(text, look, Number.POSITIVE_INFINITY).width * look.size) / 1000;
  }

  /** Draws lines below each other, and answers how high they are together. */
  drawLines(lines: readonly SetLine[], look: TextLook, place: TextPlace): number {
    let height = 0;
    for (const line of lines) height += this.#drawLine(line, look, { ...place, y: place.y + height });
    return height;
  }

  #drawLine(line: SetLine, look: TextLook, { x, y, width, align = 'start' }: TextPlace): number {
    const height = heightOf(line, look.size);
    if (line.runs.length === 0) return height;
    const room = width - (line.width * look.size) / 1000;
    const atRight = align === 'end' ? this.direction === 'ltr' : this.direction === 'rtl';
    const indent = align === 'center' ? room / 2 : atRight ? room : 0;
    const base = y + (height + (CAPITAL_HEIGHT * look.size) / 1000) / 2;
    const content = drawLine(this.#fonts, line, look.size, this.left(x, width) + indent, base);
    this.#addContent(`${toRgb(look.color)} rg\n${content}`);
    return height;
  }

  /** Breaks text into lines and draws them; answers how high they are. */
  text(text: string, look: TextLook, place: TextPlace): number {
    return this.drawLines(this.lines(text, look, place.width), look, place);
  }

  /** Draws a filled rectangle. */
  rectangle(x: number, y: number, width: number, height: number, color: string, radius = 0): void {
    const shape = this.document.roundedRect(this.left(x, width), y, width, height, radius);
    shape.fill(color);
  }

  /** Draws one line of text across the middle of the page, rising, as wide as the page lets it be. */
  watermark(text: string, color: string, largest: number): void {
    const { width, height } = this.document.page;
    const style = { size: 100, weight: 'bold', color } as const;
    const [line] = this.lines(text, style, Number.POSITIVE_INFINITY);
    const size = Math.min(largest, (width * 0.7 * 1000) / line!.width);
    const length = (line!.width * size) / 1000;
    this.document.save();
    this.document.rotate(-35, { origin: [width / 2, height / 2] });
    const base = height / 2 + (CAPITAL_HEIGHT * size) / 2000;
    const content = drawLine(this.#fonts, line!, size, (width - length) / 2, base);
    this.#addContent(`${toRgb(color)} rg\n${content}`);
    this.document.restore();
  }

  #addContent(content: string): void {
    (this.document as unknown as { addContent(content: string): void }).addContent(content);
  }

  /** Embeds the fonts, once everything is drawn. */
  async finish(): Promise<void> {
    await this.#fonts.embed();
  }
}

/** The three parts of `#rrggbb`, each from 0 to 1. */
function toRgb(color: string): string {
  const parts = [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16) / 255);
  return parts.map((part) => part.toFixed(4)).join(' ');
}
