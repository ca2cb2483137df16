import type { Address } from '../../customers/index.ts';
import { isOffer } from '../../invoices/index.ts';
import { markOf } from '../invoice-document.ts';
import type { PaymentTerm } from '../words/words.ts';
import { readableOnWhite } from './contrast.ts';
import { asLabel, GREY, INK, LINE_GREY, LOOKS, MARGIN, type Sheet } from './sheet.ts';

const LARGEST_LOGO = { width: 190, height: 60 };
const GAP = 24;
/** So that the head leaves room for the lines, whatever stands in it. */
const MOST_NAME_LINES = 4;
const MOST_DETAIL_LINES = 10;

const MARK_COLORS = { draft: '#6b7280', void: '#b91c1c', paid: '#15803d' } as const;
const WATERMARK_COLOR = '#f1f2f4';

/** Across a page whose document does not count: behind everything else on it. */
export function drawWatermark({ canvas, document, words }: Sheet): void {
  const mark = markOf(document.invoice);
  if (mark === 'draft' || mark === 'void') canvas.watermark(words.marks[mark], WATERMARK_COLOR, 150);
}

/** The head of the first page: who writes, what it is, whom it is for. */
export function drawHead(sheet: Sheet): void {
  const { width } = sheet;
  const half = (width - GAP) / 2;
  const top = sheet.y;
  const sellerEnd = drawSeller(sheet, top, half);
  const titleEnd = drawTitle(sheet, top, half);
  sheet.y = Math.max(sellerEnd, titleEnd) + 18;
  sheet.canvas.rectangle(MARGIN, sheet.y, width, 2, sheet.document.template.accentColor);
  sheet.y += 16;
  drawParties(sheet);
  sheet.y += 20;
}

/** The head of every other page: enough to know whose page it is. */
export function drawRunningHead(sheet: Sheet): void {
  const { canvas, document, words, width } = sheet;
  const { seller, invoice } = document;
  const half = (width - GAP) / 2;
  const right = `${words.titles[invoice.invoiceType]} ${invoice.invoiceNumber}`;
  const name = canvas.fitted(seller.name, LOOKS.label, half);
  canvas.drawLines([name], LOOKS.label, { x: MARGIN, y: sheet.y, width: half });
  const place = { x: MARGIN + half + GAP, y: sheet.y, width: half, align: 'end' } as const;
  sheet.y += canvas.drawLines([canvas.fitted(right, LOOKS.small, half)], LOOKS.small, place) + 6;
  canvas.rectangle(MARGIN, sheet.y, width, 0.75, LINE_GREY);
  sheet.y += 14;
}

function drawSeller(sheet: Sheet, top: number, width: number): number {
  const { canvas, document } = sheet;
  const { seller, logo } = document;
  let y = top;
  if (logo) {
    const scale = Math.min(LARGEST_LOGO.width / logo.width, LARGEST_LOGO.height / logo.height);
    const size = { width: logo.width * scale, height: logo.height * scale };
    canvas.document.image(logo.bytes, canvas.left(MARGIN, size.width), y, size);
    y += size.height + 12;
  }
  const name = canvas.clamped(seller.name, LOOKS.name, width, MOST_NAME_LINES);
  y += canvas.drawLines(name, LOOKS.name, { x: MARGIN, y, width }) + 2;
  const address = addressLines(sheet, seller.address, seller.country);
  return drawDetails(sheet, address, seller.taxNumber, MARGIN, y, width);
}

/** An address, and the tax number below it. */
function drawDetails(
  sheet: Sheet,
  lines: readonly string[],
  taxNumber: string | null,
  x: number,
  top: number,
  width: number,
): number {
  const { canvas, words } = sheet;
  let y = top;
  if (lines.length > 0) {
    const set = canvas.clamped(lines.join('\n'), LOOKS.text, width, MOST_DETAIL_LINES);
    y += canvas.drawLines(set, LOOKS.text, { x, y, width });
  }
  if (!taxNumber) return y;
  // Marked as left to right, so that a hyphen does not turn it round among Arabic words.
  const text = `${words.taxNumber}: \u200e${taxNumber}\u200e`;
  const look = asLabel(sheet, LOOKS.text);
  return y + canvas.drawLines(canvas.clamped(text, look, width, 2), look, { x, y, width });
}

function drawTitle(sheet: Sheet, top: number, width: number): number {
  const { canvas, document, words } = sheet;
  const x = MARGIN + sheet.width - width;
  const look = { ...LOOKS.title, color: readableOnWhite(document.template.accentColor, INK) };
  const title = canvas.fitted(words.titles[document.invoice.invoiceType], look, width);
  let y = top - 6;
  y += canvas.drawLines([title], look, { x, y, width, align: 'end' });
  y += drawMark(sheet, y, width);
  const facts = factsOf(sheet);
  const widest = facts.map(([, value]) => canvas.widthOf(value, LOOKS.strong));
  const valueWidth = Math.min(Math.max(...widest) + 1, width * 0.6);
  for (const fact of facts) y += drawFact(sheet, fact, x, y + 3, width - valueWidth, valueWidth) + 3;
  return y;
}

/** The stamp below the title. */
function drawMark({ canvas, document, words, width: whole }: Sheet, y: number, width: number): number {
  const mark = markOf(document.invoice);
  if (!mark) return 4;
  const look = { size: 9, weight: 'bold', color: '#ffffff' } as const;
  const line = canvas.fitted(words.marks[mark], look, width - 20);
  const badge = (line.width * look.size) / 1000 + 20;
  const x = MARGIN + whole - badge;
  canvas.rectangle(x, y + 4, badge, 19, MARK_COLORS[mark], 9.5);
  const height = (line.height * look.size) / 1000;
  canvas.drawLines([line], look, { x, y: y + 4 + (19 - height) / 2, width: badge, align: 'center' });
  return 30;
}

function factsOf({ document, words, formats }: Sheet): [label: string, value: string][] {
  const { invoice, paymentTerm } = document;
  const term = isOffer(invoice.invoiceType) ? undefined : words.paymentTerms[paymentTerm as PaymentTerm];
  const isMemo = invoice.invoiceType === 'memo';
  const dueLabel = isOffer(invoice.invoiceType) ? words.validUntil : words.dueDate;
  return [
    [words.number, invoice.invoiceNumber],
    [words.date, formats.date(invoice.date)],
    ...(isMemo ? [] : [[dueLabel, formats.date(invoice.dueDate)] as [string, string]]),
    ...(term && !isMemo ? [[words.terms, term] as [string, string]] : []),
    [words.currency, invoice.currency],
  ];
}

function drawFact(
  { canvas }: Sheet,
  [label, value]: readonly [string, string],
  x: number,
  y: number,
  labelWidth: number,
  valueWidth: number,
): number {
  const look = { ...LOOKS.text, color: GREY };
  const line = canvas.fitted(label, look, labelWidth - 16);
  canvas.drawLines([line], look, { x, y, width: labelWidth - 16, align: 'end' });
  const place = { x: x + labelWidth, y, width: valueWidth, align: 'end' } as const;
  return canvas.drawLines(canvas.clamped(value, LOOKS.strong, valueWidth, 3), LOOKS.strong, place);
}

/** Whom it is for, and where the goods go where that is another place. */
function drawParties(sheet: Sheet): void {
  const { document, words, width } = sheet;
  const { customer } = document.invoice;
  const half = (width - GAP) / 2;
  const address = addressLines(sheet, customer.billingAddress, null);
  const bill = customer.email ? [...address, customer.email] : address;
  const ship = addressLines(sheet, customer.shippingAddress, null);
  const top = sheet.y;
  let y = drawPartyName(sheet, words.billTo, MARGIN, top, half);
  sheet.y = drawDetails(sheet, bill, document.customerTaxNumber, MARGIN, y, half);
  if (ship.length === 0) return;
  const x = MARGIN + half + GAP;
  y = drawPartyName(sheet, words.shipTo, x, top, half);
  sheet.y = Math.max(sheet.y, drawDetails(sheet, ship, null, x, y, half));
}

function drawPartyName({ canvas, document }: Sheet, label: string, x: number, top: number, width: number) {
  const y = top + canvas.text(label, LOOKS.label, { x, y: top, width }) + 3;
  const look = { ...LOOKS.strong, size: 10, color: INK };
  const name = canvas.clamped(document.invoice.customer.customer, look, width, MOST_NAME_LINES);
  return y + canvas.drawLines(name, look, { x, y, width }) + 1;
}

/** An address in lines: street, then city, state and code, then country. */
function addressLines(
  { formats }: Sheet,
  address: Partial<Address> | null,
  country: string | null,
): string[] {
  const { street, city, state, zipCode } = address ?? {};
  const place = [[city, state].filter(Boolean).join(', '), zipCode].filter(Boolean).join(' ');
  const land = address?.country ?? country;
  return [street, place, land && formats.country(land)].filter((line): line is string => Boolean(line));
}
