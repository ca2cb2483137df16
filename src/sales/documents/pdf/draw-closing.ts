import QRCode from 'qrcode';
import { heightOf } from '../../../platform/pdf/pdf-canvas.ts';
import { readableOn } from './contrast.ts';
import {
  asLabel,
  bottomOf,
  GREY,
  INK,
  LINE_GREY,
  LOOKS,
  MARGIN,
  makeRoom,
  type Sheet,
  turnPage,
} from './sheet.ts';
import { type TotalRow, totalRows } from './totals.ts';

const TOTALS_WIDTH = 268;
const QR_SIZE = 84;

/** What follows the lines: the totals, the link to the public page, the notes. */
export async function drawClosing(sheet: Sheet): Promise<void> {
  const { publicUrl } = sheet.document;
  const rows = totalRows(sheet.document, sheet.words, sheet.formats);
  sheet.y += 10;
  const heights = rows.map((row) => rowHeight(sheet, row));
  const all = heights.reduce((sum, height) => sum + height, 0);
  await makeRoom(sheet, Math.min(Math.max(all, publicUrl ? QR_SIZE + 40 : 0), 300));
  const top = sheet.y;
  const page = sheet.canvas.document.page;
  if (publicUrl) drawPublicLink(sheet, publicUrl, top + 6);
  for (const [index, row] of rows.entries()) {
    // What is due never stands on a page without the total.
    const kept = row.kind === 'total' ? heights.slice(index) : [heights[index]!];
    await makeRoom(
      sheet,
      kept.reduce((sum, height) => sum + height, 0),
    );
    drawRow(sheet, row);
  }
  if (publicUrl && sheet.canvas.document.page === page) sheet.y = Math.max(sheet.y, top + QR_SIZE + 36);
  await drawNotes(sheet);
}

const VALUE_WIDTH = 108;
const LABEL_WIDTH = TOTALS_WIDTH - VALUE_WIDTH - 8;

const lookOf = ({ kind }: TotalRow) =>
  kind === 'part' ? LOOKS.text : kind === 'total' ? { ...LOOKS.strong, size: 10 } : LOOKS.due;

/** Labels tell what people wrote, so they may take several lines; some are too long for a page. */
const MOST_LABEL_LINES = 6;

function labelLines(sheet: Sheet, row: TotalRow) {
  return sheet.canvas.clamped(row.label, asLabel(sheet, lookOf(row)), LABEL_WIDTH, MOST_LABEL_LINES);
}

function rowHeight(sheet: Sheet, row: TotalRow): number {
  const lines = labelLines(sheet, row).reduce((sum, line) => sum + heightOf(line, lookOf(row).size), 0);
  return lines + (row.kind === 'due' ? 18 : 8);
}

function drawRow(sheet: Sheet, row: TotalRow): void {
  const { canvas, document } = sheet;
  const { accentColor } = document.template;
  const x = MARGIN + sheet.width - TOTALS_WIDTH;
  const height = rowHeight(sheet, row);
  const look = row.kind === 'due' ? { ...LOOKS.due, color: readableOn(accentColor) } : lookOf(row);
  if (row.kind === 'due')
    canvas.rectangle(x - 10, sheet.y + 4, TOTALS_WIDTH + 10, height - 4, accentColor, 4);
  if (row.kind === 'total') canvas.rectangle(x, sheet.y, TOTALS_WIDTH, 1, INK);
  const inset = row.kind === 'due' ? 8 : 0;
  const y = sheet.y + (row.kind === 'due' ? 11 : 4);
  canvas.drawLines(labelLines(sheet, row), look, { x, y, width: LABEL_WIDTH });
  const value = canvas.fitted(row.value, asLabel(sheet, look), VALUE_WIDTH - inset);
  canvas.drawLines([value], look, {
    x: x + LABEL_WIDTH + 8,
    y,
    width: VALUE_WIDTH - inset,
    align: 'end',
  });
  sheet.y += height;
}

/** A code that telephones read, which leads to the public page; in a reader a click does. */
function drawPublicLink({ canvas, words, width }: Sheet, link: string, y: number): void {
  const { modules } = QRCode.create(link, { errorCorrectionLevel: 'M' });
  const module = QR_SIZE / modules.size;
  const left = canvas.left(MARGIN, QR_SIZE);
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column))
        canvas.document.rect(left + column * module, y + row * module, module, module);
    }
  }
  canvas.document.fill('#000000');
  const room = width - TOTALS_WIDTH - 34;
  let end = y + QR_SIZE + 4;
  end += canvas.text(words.viewOnline, LOOKS.strong, { x: MARGIN, y: end, width: room });
  const shown = canvas.clamped(link, { ...LOOKS.small, size: 7, direction: 'ltr' }, room, 2);
  end += canvas.drawLines(shown, { ...LOOKS.small, size: 7 }, { x: MARGIN, y: end, width: room });
  canvas.document.link(canvas.left(MARGIN, room), y, room, end - y, link);
}

async function drawNotes(sheet: Sheet): Promise<void> {
  const { canvas, document, words, width } = sheet;
  const { notes } = document.invoice;
  if (!notes?.trim()) return;
  sheet.y += 22;
  await makeRoom(sheet, 40);
  sheet.y += canvas.text(words.notes, LOOKS.label, { x: MARGIN, y: sheet.y, width }) + 3;
  for (const line of canvas.lines(notes, LOOKS.text, width)) {
    if (sheet.y + heightOf(line, LOOKS.text.size) > bottomOf(sheet)) await turnPage(sheet);
    sheet.y += canvas.drawLines([line], LOOKS.text, { x: MARGIN, y: sheet.y, width });
  }
}

const MOST_FOOTER_LINES = 4;

/** The foot of every page, once it is known how many there are. */
export function drawFeet(sheet: Sheet): void {
  const { canvas, document, words, width } = sheet;
  const { start, count } = canvas.document.bufferedPageRange();
  const look = { ...LOOKS.small, size: 7.5, color: GREY };
  for (let index = start; index < start + count; index++) {
    canvas.document.switchToPage(index);
    const top = canvas.document.page.height - 76;
    canvas.rectangle(MARGIN, top, width, 0.5, LINE_GREY);
    const page = words.page(index + 1, count);
    const pageWidth = Math.min(canvas.widthOf(page, look), 120);
    canvas.drawLines([canvas.fitted(page, look, pageWidth)], look, {
      x: MARGIN + width - pageWidth,
      y: top + 6,
      width: pageWidth,
      align: 'end',
    });
    const footerWidth = width - pageWidth - 20;
    const lines = canvas.clamped(document.template.footer ?? '', look, footerWidth, MOST_FOOTER_LINES);
    canvas.drawLines(lines, look, { x: MARGIN, y: top + 6, width: footerWidth });
  }
}
