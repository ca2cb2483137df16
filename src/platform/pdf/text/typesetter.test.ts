import { describe, expect, it } from 'vitest';
import type { Direction } from './direction.ts';
import { toPrintable } from './printable.ts';
import { type SetLine, type TextStyle, Typesetter } from './typesetter.ts';

const STYLE: TextStyle = { size: 10, weight: 'regular' };

async function set(text: string, width = Number.POSITIVE_INFINITY, direction: Direction | 'auto' = 'auto') {
  const typesetter = await Typesetter.for([text], 'jp');
  return typesetter.setLines(text, STYLE, width, direction);
}

/** What a line says from left to right, as its glyphs tell it. */
const seen = ({ runs }: SetLine) =>
  runs.map(({ glyphs }) => glyphs.map(({ text }) => text).join('')).join('');
const widthOf = ({ width }: SetLine) => (width * STYLE.size) / 1000;

describe('text', () => {
  it('is broken where words end, and keeps within its width', async () => {
    const lines = await set('One two three four five six seven eight nine ten', 60);
    expect(lines.map(({ text }) => text).join(' ')).toBe('One two three four five six seven eight nine ten');
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(60);
  });

  it('is broken within a word that is wider than the column, and not within a letter and its marks', async () => {
    const lines = await set('q\u0323\u0307'.repeat(60), 40);
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      expect(line.text).toMatch(/^(?:q\u0323\u0307)+$/);
      expect(widthOf(line)).toBeLessThanOrEqual(40);
    }
  });

  it('is set smaller where not even one letter fits', async () => {
    const lines = await set('WW', 3);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(3);
  });

  it('keeps the lines that it has', async () => {
    expect((await set('One\n\nTwo')).map(({ text }) => text)).toEqual(['One', '', 'Two']);
  });

  it('runs from right to left in Hebrew, with figures and Latin words in their own order', async () => {
    const [line] = await set('שלום ABC 12-34 (כן)');
    // Of a bracket the text is told, while the glyph is its mirror image.
    expect(seen(line!)).toBe(')ןכ( ABC 12-34 םולש');
  });

  it('begins on the side of the document, where that is asked for', async () => {
    expect(seen((await set('ABC - שלום', undefined, 'ltr'))[0]!)).toBe('ABC - םולש');
    expect(seen((await set('ABC - שלום', undefined, 'rtl'))[0]!)).toBe('םולש - ABC');
  });

  it('joins Arabic letters, and tells each of them', async () => {
    const [joined] = await set('ببب');
    const glyphs = joined!.runs.flatMap((run) => run.glyphs);
    expect(new Set(glyphs.map(({ id }) => id)).size).toBe(3);
    expect(glyphs.map(({ text }) => text).join('')).toBe('ببب');
  });

  it('is set in one font for each script, in one run where it has one script', async () => {
    const [line] = await set('Hello, world: 42!');
    expect(line!.runs).toHaveLength(1);
    const [mixed] = await set('Hello Привет 日本');
    expect(new Set(mixed!.runs.map(({ face }) => face.file)).size).toBeGreaterThanOrEqual(3);
  });

  it('is wider in bold', async () => {
    const typesetter = await Typesetter.for(['Total'], 'jp');
    const wide = (weight: 'regular' | 'bold') =>
      typesetter.setLines('Total', { size: 10, weight }, 1_000, 'ltr')[0]!.width;
    expect(wide('bold')).toBeGreaterThan(wide('regular'));
  });
});

describe('what is printable', () => {
  it('has no control characters, and nothing that turns other text round', () => {
    expect(toPrintable('a\u0000b\u001b[31m\u007f\tc')).toBe('ab[31m c');
    expect(toPrintable('x\u202egnp.exe\u202c\u2066y\u2069')).toBe('xgnp.exey');
  });

  it('has one kind of line end', () => {
    expect(toPrintable('a\r\nb\rc\u2028d\u0085e')).toBe('a\nb\nc\nd\ne');
  });

  it('has accents on their letters, and Chinese characters as they were written', () => {
    expect(toPrintable('e\u0302\u0301')).toBe('ế');
    expect(toPrintable('\ufa19')).toBe('\ufa19');
  });

  it('has no half characters', () => {
    expect(toPrintable('a\ud800b')).toBe('a\ufffdb');
  });
});
