import { heightOf, type TextLook } from '../../../platform/pdf/pdf-canvas.ts';
import type { SetLine } from '../../../platform/pdf/text/typesetter.ts';
import type { Invoice } from '../../invoices/index.ts';
import { readableOnWhite } from './contrast.ts';
import { asLabel, bottomOf, INK, LINE_GREY, LOOKS, MARGIN, makeRoom, type Sheet, turnPage } from './sheet.ts';

type Line = Invoice['lines'][number];

/** A column of figures, one a line. What describes a line takes the width that they leave. */
interface Column {
  readonly label: string;
  readonly width: number;
  readonly cells: readonly string[];
}

const GAP = 10;
const PADDING = 5;
const WIDEST_COLUMN = 96;

/** The table of lines, over as many pages as it takes; its head is repeated on each. */
export async function drawLines(sheet: Sheet): Promise<void> {
  const columns = columnsOf(sheet);
  const figuresWidth = columns.reduce((width, column) => width + column.width + GAP, 0);
  const descriptionWidth = sheet.width - figuresWidth;
  const drawHead = () => drawTableHead(sheet, columns, descriptionWidth);
  await makeRoom(sheet, 80);
  drawHead();
  for (const index of sheet.document.invoice.lines.keys()) {
    await drawLine(sheet, index, columns, descriptionWidth, drawHead);
  }
}

function columnsOf(sheet: Sheet): Column[] {
  const { document, words, formats } = sheet;
  const { lines } = document.invoice;
  const wanted: Omit<Column, 'width'>[] = [
    { label: words.quantity, cells: lines.map(({ quantity }) => formats.quantity(quantity)) },
    { label: words.unitPrice, cells: lines.map(({ price }) => formats.price(price)) },
    { label: words.discount, cells: lines.map((line) => discountOf(sheet, line)) },
    { label: words.tax, cells: lines.map((line) => ratesOf(sheet, line)) },
    { label: words.amount, cells: lines.map(({ subtotal }) => formats.amount(subtotal)) },
  ];
  return wanted
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map((column) => ({ ...column, width: widthOf(sheet, column) }));
}

/** As wide as its widest figure, within limits: what is wider is set smaller. */
function widthOf(sheet: Sheet, { label, cells }: Omit<Column, 'width'>): number {
  const { canvas } = sheet;
  const look = asLabel(sheet, LOOKS.text);
  const widths = cells.map((cell) => canvas.widthOf(cell, look));
  const widest = widths.reduce((a, b) => Math.max(a, b), canvas.widthOf(label, LOOKS.label));
  return Math.min(Math.max(widest, 36), WIDEST_COLUMN);
}

function discountOf({ formats }: Sheet, { discountGiven, discount }: Line): string {
  if (discount === 0n) return '';
  return discountGiven.type === 'percent'
    ? formats.percentage(discountGiven.value)
    : formats.amount(discount);
}

/** The rates of a line; its names stand with the totals. */
function ratesOf({ formats, words }: Sheet, { taxes }: Line): string {
  const rates = taxes.map(({ percentage }) => formats.percentage(percentage)).join(' + ');
  return taxes.some(({ inclusive }) => inclusive) ? `${words.included} ${rates}` : rates;
}

function drawTableHead(sheet: Sheet, columns: readonly Column[], descriptionWidth: number): void {
  const { canvas, words, width, document } = sheet;
  const look: TextLook = { ...LOOKS.label, color: readableOnWhite(document.template.accentColor, INK) };
  const y = sheet.y;
  let height = canvas.drawLines([canvas.fitted(words.description, look, descriptionWidth)], look, {
    x: MARGIN,
    y,
    width: descriptionWidth,
  });
  let x = MARGIN + descriptionWidth;
  for (const { label, width: columnWidth } of columns) {
    x += GAP;
    const line = canvas.fitted(label, look, columnWidth);
    height = Math.max(height, canvas.drawLines([line], look, { x, y, width: columnWidth, align: 'end' }));
    x += columnWidth;
  }
  sheet.y += height + 4;
  canvas.rectangle(MARGIN, sheet.y, width, 1, document.template.accentColor);
  sheet.y += 1;
}

/** The lines of text that describe what was sold, each with its look. */
function describe({ canvas }: Sheet, { product, description }: Line, width: number): [SetLine, TextLook][] {
  const name = canvas
    .lines(product.name, LOOKS.text, width)
    .map((line) => [line, LOOKS.text] as [SetLine, TextLook]);
  if (!description || description.trim() === product.name.trim()) return name;
  const more = canvas.lines(description, LOOKS.small, width);
  return [...name, ...more.map((line) => [line, LOOKS.small] as [SetLine, TextLook])];
}

/** One line of the document. It is kept together, unless it is longer than a page. */
async function drawLine(
  sheet: Sheet,
  index: number,
  columns: readonly Column[],
  descriptionWidth: number,
  drawHead: () => void,
): Promise<void> {
  const { canvas } = sheet;
  const texts = describe(sheet, sheet.document.invoice.lines[index]!, descriptionWidth);
  const height = texts.reduce((sum, [text, { size }]) => sum + heightOf(text, size), 0);
  const turn = async () => {
    await turnPage(sheet);
    drawHead();
  };
  const whole = Math.min(height + 2 * PADDING, LONGEST_KEPT);
  if (sheet.y + whole > bottomOf(sheet)) await turn();
  sheet.y += PADDING;
  drawFigures(sheet, index, columns, descriptionWidth);
  for (const [text, look] of texts) {
    if (sheet.y + heightOf(text, look.size) > bottomOf(sheet)) {
      await turn();
      sheet.y += PADDING;
    }
    sheet.y += canvas.drawLines([text], look, { x: MARGIN, y: sheet.y, width: descriptionWidth });
  }
  sheet.y += PADDING;
  canvas.rectangle(MARGIN, sheet.y, sheet.width, 0.5, LINE_GREY);
}

/** A line that is higher than this may begin on one page and go on on the next. */
const LONGEST_KEPT = 200;

function drawFigures(
  sheet: Sheet,
  index: number,
  columns: readonly Column[],
  descriptionWidth: number,
): void {
  const look = asLabel(sheet, LOOKS.text);
  let x = MARGIN + descriptionWidth;
  for (const { width, cells } of columns) {
    x += GAP;
    const set = sheet.canvas.fitted(cells[index]!, look, width);
    sheet.canvas.drawLines([set], look, { x, y: sheet.y, width, align: 'end' });
    x += width;
  }
}
