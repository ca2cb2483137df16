import { setImmediate as pause } from 'node:timers/promises';
import { heightOf, PdfCanvas, type TextLook } from '../../platform/pdf/pdf-canvas.ts';
import { Typesetter } from '../../platform/pdf/text/typesetter.ts';
import { readableOnWhite } from '../documents/pdf/contrast.ts';
import { hanFormsOf } from '../documents/pdf/document-texts.ts';
import { type Formats, formatsFor } from '../documents/pdf/formats.ts';
import { collect, openPdf } from '../documents/pdf/open-pdf.ts';
import { GREY, INK, LINE_GREY, LOOKS, MARGIN } from '../documents/pdf/sheet.ts';
import { directionOf, type Words, wordsOf } from '../documents/words/words.ts';
import type { StatementDocument } from './load-statement-document.ts';
import type { CurrencyStatement, Movement } from './statement.ts';

const FOOT = 92;
const DATE_WIDTH = 112;
const MONEY_WIDTH = 96;
const ROW_GAP = 6;
const AGES = ['notYetDue', 'days1To30', 'days31To60', 'days61To90', 'over90', 'credits'] as const;

interface Sheet {
  readonly canvas: PdfCanvas;
  readonly document: StatementDocument;
  readonly words: Words;
  readonly width: number;
  y: number;
}

/** Draws a statement as a PDF, in the look and language of the workspace's template. */
export async function renderStatementPdf(document: StatementDocument): Promise<Buffer> {
  const { template, seller, period } = document;
  const words = wordsOf(template.language);
  const pdf = await openPdf(template, {
    title: `${words.statement.title} ${document.customer.name}`,
    author: seller.name,
    createdAt: new Date(`${period.endDate}T00:00:00Z`),
  });
  const bytes = collect(pdf);
  const texts = textsOf(document, words);
  const countries = [seller.country, document.customer.address?.country];
  const typesetter = await Typesetter.for(texts, hanFormsOf(template.language, countries, texts));
  const canvas = new PdfCanvas(pdf, typesetter, directionOf(template.language));
  const sheet: Sheet = { canvas, document, words, width: pdf.page.width - 2 * MARGIN, y: MARGIN };
  drawHead(sheet);
  for (const statement of document.statements) await drawStatement(sheet, statement);
  drawFeet(sheet);
  await canvas.finish();
  pdf.end();
  return bytes;
}

const formatsOf = ({ template, seller }: StatementDocument, currency: string): Formats =>
  formatsFor(template.language, seller.country, currency);

/** Every text that may be drawn: what decides which fonts are read. */
function textsOf(document: StatementDocument, words: Words): string[] {
  const { seller, customer, template, period, statements } = document;
  const strings = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : value !== null && typeof value === 'object'
        ? Object.values(value).flatMap(strings)
        : [];
  const written = statements.flatMap(({ currency, movements, closingBalance }) => {
    const formats = formatsOf(document, currency);
    return [
      formats.money(-closingBalance - 1_234_567_890n),
      ...movements.map(({ date }) => formats.date(date)),
    ];
  });
  const numbers = statements.flatMap(({ movements }) => movements.map(({ number }) => number ?? ''));
  const { date, country } = formatsOf(document, statements[0]!.currency);
  return [
    '0123456789 .,:;·–-−+()%/#…',
    ...strings([words, seller, customer, template.footer]),
    ...[seller.country, seller.address?.country, customer.address?.country].map((code) =>
      country(code ?? ''),
    ),
    ...[period.startDate, period.endDate].map(date),
    words.page(1, 2),
    ...written,
    ...numbers,
  ];
}

function drawHead(sheet: Sheet): void {
  const { canvas, document, words, width } = sheet;
  const { seller, customer, period, template } = document;
  const { date } = formatsOf(document, document.statements[0]!.currency);
  const half = (width - 24) / 2;
  const x = MARGIN + half + 24;
  const title: TextLook = { ...LOOKS.title, color: readableOnWhite(template.accentColor, INK) };
  const titled = canvas.drawLines([canvas.fitted(words.statement.title, title, half)], title, {
    x,
    y: sheet.y - 6,
    width: half,
    align: 'end',
  });
  const span = `${date(period.startDate)} – ${date(period.endDate)}`;
  const look = { ...LOOKS.strong, direction: canvas.direction };
  const place = { x, y: sheet.y - 4 + titled, width: half, align: 'end' } as const;
  const end = place.y + canvas.drawLines([canvas.fitted(span, look, half)], look, place);
  const left = drawParty(sheet, seller.name, partyLines(sheet, seller.address), MARGIN, sheet.y, half);
  sheet.y = Math.max(left, end) + 18;
  canvas.rectangle(MARGIN, sheet.y, width, 2, template.accentColor);
  sheet.y += 16;
  sheet.y += canvas.text(words.billTo, LOOKS.label, { x: MARGIN, y: sheet.y, width: half }) + 3;
  const lines = partyLines(sheet, customer.address);
  sheet.y = drawParty(sheet, customer.name, lines, MARGIN, sheet.y, half) + 20;
}

function partyLines({ document }: Sheet, address: StatementDocument['customer']['address']): string[] {
  const { street, city, state, zipCode, country } = address ?? {};
  const place = [[city, state].filter(Boolean).join(', '), zipCode].filter(Boolean).join(' ');
  const land = country && formatsOf(document, document.statements[0]!.currency).country(country);
  return [street, place, land].filter((line): line is string => Boolean(line));
}

function drawParty(
  { canvas }: Sheet,
  name: string,
  lines: readonly string[],
  x: number,
  top: number,
  width: number,
): number {
  let y =
    top + canvas.drawLines(canvas.clamped(name, LOOKS.name, width, 4), LOOKS.name, { x, y: top, width }) + 2;
  if (lines.length > 0)
    y += canvas.drawLines(canvas.clamped(lines.join('\n'), LOOKS.text, width, 10), LOOKS.text, {
      x,
      y,
      width,
    });
  return y;
}

/** Begins a page where less than `height` is left. @returns whether it did */
async function makeRoom(sheet: Sheet, height: number): Promise<boolean> {
  const { canvas } = sheet;
  if (sheet.y + height <= canvas.document.page.height - FOOT) return false;
  await pause();
  canvas.document.addPage();
  sheet.y = MARGIN;
  return true;
}

/** What is owed in one currency: the table of movements, the balance, and since when it has been due. */
async function drawStatement(sheet: Sheet, statement: CurrencyStatement): Promise<void> {
  const { words, document } = sheet;
  const { currency, openingBalance, movements, closingBalance } = statement;
  const formats = formatsOf(document, currency);
  const { period } = document;
  const head = () => drawTableHead(sheet, `${words.amount} (${currency})`);
  await makeRoom(sheet, 120);
  head();
  const opened = formats.date(period.startDate);
  drawRow(sheet, [opened, words.statement.openingBalance, '', formats.amount(openingBalance)], LOOKS.text);
  for (const movement of movements) {
    const cells = [
      formats.date(movement.date),
      describe(movement, words, formats),
      formats.amount(movement.amount),
      formats.amount(movement.balance),
    ] as const;
    if (await makeRoom(sheet, rowHeight(sheet, cells[1], LOOKS.text))) head();
    drawRow(sheet, cells, LOOKS.text);
  }
  if (await makeRoom(sheet, 110)) head();
  const closed = formats.date(period.endDate);
  drawRow(sheet, [closed, words.statement.closingBalance, '', formats.money(closingBalance)], LOOKS.strong);
  drawAging(sheet, statement, formats);
  sheet.y += 28;
}

function describe({ type, number, dueDate, reversed }: Movement, words: Words, formats: Formats): string {
  const name = type === 'invoice' || type === 'memo' ? words.titles[type] : words.statement[type];
  const due = dueDate === null || reversed ? '' : ` · ${words.dueDate} ${formats.date(dueDate)}`;
  return `${name}${number ? ` ${number}` : ''}${reversed ? ` (${words.statement.reversed})` : ''}${due}`;
}

const describingWidth = ({ width }: Sheet) => width - DATE_WIDTH - 2 * MONEY_WIDTH - 30;

function rowHeight(sheet: Sheet, text: string, look: TextLook): number {
  const lines = sheet.canvas.clamped(text, look, describingWidth(sheet), 4);
  return lines.reduce((sum, line) => sum + heightOf(line, look.size), 0) + ROW_GAP + 1;
}

type Cells = readonly [date: string, text: string, amount: string, balance: string];

function drawCells(sheet: Sheet, [day, text, amount, balance]: Cells, wanted: TextLook): number {
  const { canvas, width } = sheet;
  const look = { ...wanted, direction: canvas.direction };
  const { y } = sheet;
  const room = describingWidth(sheet);
  canvas.drawLines([canvas.fitted(day, look, DATE_WIDTH)], look, { x: MARGIN, y, width: DATE_WIDTH });
  const lines = canvas.clamped(text, look, room, 4);
  const height = canvas.drawLines(lines, look, { x: MARGIN + DATE_WIDTH + 10, y, width: room });
  for (const [index, cell] of [amount, balance].entries()) {
    const x = MARGIN + width - (2 - index) * MONEY_WIDTH - (1 - index) * 10;
    const place = { x, y, width: MONEY_WIDTH, align: 'end' } as const;
    if (cell !== '') canvas.drawLines([canvas.fitted(cell, look, MONEY_WIDTH)], look, place);
  }
  return height;
}

function drawTableHead(sheet: Sheet, amount: string): void {
  const { canvas, words, width, document } = sheet;
  const { accentColor } = document.template;
  const look = { ...LOOKS.label, color: readableOnWhite(accentColor, INK) };
  sheet.y += drawCells(sheet, [words.date, words.description, amount, words.statement.balance], look) + 4;
  canvas.rectangle(MARGIN, sheet.y, width, 1, accentColor);
  sheet.y += 1 + ROW_GAP / 2;
}

function drawRow(sheet: Sheet, cells: Cells, look: TextLook): void {
  sheet.y += drawCells(sheet, cells, look) + ROW_GAP / 2;
  sheet.canvas.rectangle(MARGIN, sheet.y, sheet.width, 0.5, LINE_GREY);
  sheet.y += ROW_GAP / 2;
}

function drawAging(sheet: Sheet, { aging }: CurrencyStatement, formats: Formats): void {
  const { canvas, words, width } = sheet;
  const column = width / AGES.length;
  sheet.y += 14;
  let height = 0;
  for (const [index, age] of AGES.entries()) {
    const place = { x: MARGIN + index * column, y: sheet.y, width: column - 8 };
    const label = { ...LOOKS.label, direction: canvas.direction };
    const below = canvas.drawLines([canvas.fitted(words.statement[age], label, place.width)], label, place);
    const look = { ...LOOKS.text, direction: canvas.direction };
    const amount = canvas.fitted(formats.amount(aging[age]), look, place.width);
    height = Math.max(
      height,
      below + 3 + canvas.drawLines([amount], look, { ...place, y: sheet.y + below + 3 }),
    );
  }
  sheet.y += height;
}

function drawFeet({ canvas, document, words, width }: Sheet): void {
  const { start, count } = canvas.document.bufferedPageRange();
  const look = { ...LOOKS.small, size: 7.5, color: GREY };
  for (let index = start; index < start + count; index += 1) {
    canvas.document.switchToPage(index);
    const top = canvas.document.page.height - 76;
    canvas.rectangle(MARGIN, top, width, 0.5, LINE_GREY);
    const page = canvas.fitted(words.page(index + 1, count), look, 120);
    canvas.drawLines([page], look, { x: MARGIN + width - 120, y: top + 6, width: 120, align: 'end' });
    const footer = canvas.clamped(document.template.footer ?? '', look, width - 140, 4);
    canvas.drawLines(footer, look, { x: MARGIN, y: top + 6, width: width - 140 });
  }
}
