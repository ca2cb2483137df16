import type { PdfCanvas, TextLook } from '../../../platform/pdf/pdf-canvas.ts';
import type { InvoiceDocument } from '../invoice-document.ts';
import type { Words } from '../words/words.ts';
import type { Formats } from './formats.ts';

/** Between the paper's edge and what is printed, in points. */
export const MARGIN = 48;
/** Kept free at the foot of each page for the footer. */
const FOOT = 92;

export const INK = '#1f2937';
export const GREY = '#6b7280';
export const LINE_GREY = '#d9dde3';

/** The sizes and weights that a document uses. */
export const LOOKS = {
  title: { size: 24, weight: 'bold', color: INK },
  name: { size: 11, weight: 'bold', color: INK },
  text: { size: 9, weight: 'regular', color: INK },
  strong: { size: 9, weight: 'bold', color: INK },
  label: { size: 8, weight: 'bold', color: GREY },
  small: { size: 8, weight: 'regular', color: GREY },
  due: { size: 12, weight: 'bold', color: INK },
} as const satisfies Record<string, TextLook>;

/** A document while it is drawn: where the pen is, and what a new page begins with. */
export interface Sheet {
  readonly canvas: PdfCanvas;
  readonly document: InvoiceDocument;
  readonly words: Words;
  readonly formats: Formats;
  /** Between the margins. */
  readonly width: number;
  /** Where the next thing is drawn, from the top. */
  y: number;
  /** Draws what stands at the top of each page but the first. */
  readonly beginPage: () => void;
  /** Lets the server answer others between two pages. */
  readonly pause: () => Promise<void>;
}

/** How text looks that the document puts together, labels and figures: it runs as the language does, whatever it begins with. */
export function asLabel({ canvas }: Sheet, look: TextLook): TextLook {
  return { ...look, direction: canvas.direction };
}

/** The lowest place that something may reach down to. */
export function bottomOf({ canvas }: Sheet): number {
  return canvas.document.page.height - FOOT;
}

/** Begins a page. */
export async function turnPage(sheet: Sheet): Promise<void> {
  await sheet.pause();
  sheet.canvas.document.addPage();
  sheet.y = MARGIN;
  sheet.beginPage();
}

/** Begins a page where less than `height` is left of this one. */
export async function makeRoom(sheet: Sheet, height: number): Promise<boolean> {
  if (sheet.y + height <= bottomOf(sheet)) return false;
  await turnPage(sheet);
  return true;
}
