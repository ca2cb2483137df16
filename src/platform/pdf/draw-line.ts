import type { PdfFonts } from './pdf-fonts.ts';
import type { Glyph } from './text/shape-run.ts';
import type { SetLine } from './text/typesetter.ts';

const number = (value: number) => String(Math.round(value * 1000) / 1000);

/** The content of a page that draws a line of text; `x` and `y` are the left end of its base line, from the page's top left. */
export function drawLine(fonts: PdfFonts, line: SetLine, size: number, x: number, y: number): string {
  const scaled = size * line.scale;
  const content = ['BT'];
  let left = x;
  for (const run of line.runs) {
    const { name, codes } = fonts.use(run);
    content.push(`/${name} ${number(scaled)} Tf`, ...drawRun(run.glyphs, codes, scaled, left, y));
    left += (run.width * scaled) / 1000;
  }
  content.push('ET');
  return content.join('\n');
}

/** Glyphs one after the other; a new matrix where one stands off the base line. The page's own axis points down. */
function drawRun(
  glyphs: readonly Glyph[],
  codes: readonly number[],
  size: number,
  x: number,
  y: number,
): string[] {
  const content: string[] = [];
  let pen = x;
  let from = 0;
  for (let to = 1; to <= glyphs.length; to++) {
    const rise = glyphs[from]!.dy;
    if (to < glyphs.length && glyphs[to]!.dy === rise) continue;
    const part = glyphs.slice(from, to);
    content.push(
      `1 0 0 -1 ${number(pen)} ${number(y - (rise * size) / 1000)} Tm`,
      showGlyphs(part, codes.slice(from, to)),
    );
    pen += (part.reduce((width, { advance }) => width + advance, 0) * size) / 1000;
    from = to;
  }
  return content;
}

/** `TJ` with the differences between how far the font moves the pen and how far the glyphs want it moved. */
function showGlyphs(glyphs: readonly Glyph[], codes: readonly number[]): string {
  const items: string[] = [];
  let shown = '';
  let pending = 0;
  const flush = () => {
    if (shown !== '') items.push(`<${shown}>`);
    shown = '';
  };
  for (const [index, { advance, ownAdvance, dx }] of glyphs.entries()) {
    const move = pending + dx;
    if (Math.abs(move) >= 0.5) {
      flush();
      items.push(number(-move));
      pending = -dx;
    }
    shown += codes[index]!.toString(16).padStart(4, '0');
    pending += advance - ownAdvance;
  }
  flush();
  return `[${items.join(' ')}] TJ`;
}
